import { isJsonObject, type JsonObject } from '../../../kernel/index.ts';
import type { SpeechWire, TranscriptionWire } from '../../model-provider.ts';
import { ModelError } from '../../model-runtime.ts';
import { wavHeader } from '../../wav-header.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { dataUrl } from '../../wire/media.ts';
import { ask, askForEvents, outputOf } from './dashscope.ts';
import { textIn } from './read-events.ts';

/** https://help.aliyun.com/en/model-studio/qwen-tts-api, the voices of Dify's plugin */
const VOICES = ['Cherry', 'Serena', 'Ethan', 'Chelsie', 'Momo', 'Vivian', 'Moon', 'Maia', 'Kai', 'Nofish'];

/** Models of these names are served over websockets only, or as tasks over files that lie on the web. */
const NOT_HERE = /^(cosyvoice|sambert|paraformer|sensevoice|gummy)|realtime|filetrans/;

/** Speech as 16-bit samples of one channel, which come as base64 in the events; a header makes them a WAV file. */
export function speechWire(connection: Connection, model: string): SpeechWire {
  return {
    maxCharacters: 512,
    voices: VOICES.map((value) => ({ name: value, value })),
    async speak(text, voice, signal) {
      refuseIfNotHere(model);
      const body = { model, input: { text, voice: voice && VOICES.includes(voice) ? voice : 'Cherry' } };
      return toWav(await askForEvents(connection, { service: 'multimodal', body, signal }));
    },
  };
}

const SAMPLES_PER_SECOND = 24_000;

async function* toWav(events: AsyncIterable<JsonObject>): AsyncGenerator<Uint8Array> {
  let hasBegun = false;
  for await (const event of events) {
    const { audio } = outputOf(event);
    const data = isJsonObject(audio) ? audio['data'] : undefined;
    if (typeof data !== 'string' || data === '') continue;
    const bytes = Buffer.from(data, 'base64');
    if (!hasBegun && !isWav(bytes)) yield wavHeader({ samplesPerSecond: SAMPLES_PER_SECOND });
    hasBegun = true;
    yield bytes;
  }
  if (!hasBegun) throw new Error("the provider's answer holds no sound");
}

const isWav = (bytes: Buffer) => bytes.subarray(0, 4).toString('latin1') === 'RIFF';

/** https://help.aliyun.com/en/model-studio/qwen-asr-api-reference: the sound is the only content of the question. */
export function transcriptionWire(connection: Connection, model: string): TranscriptionWire {
  return {
    async transcribe({ bytes, mimeType }, signal) {
      refuseIfNotHere(model);
      const content = [{ audio: dataUrl(mimeType, bytes) }];
      const body = {
        model,
        input: { messages: [{ role: 'user', content }] },
        parameters: { result_format: 'message' },
      };
      const { choices } = await ask(connection, { service: 'multimodal', body, signal });
      const message = Array.isArray(choices) && isJsonObject(choices[0]) ? choices[0]['message'] : undefined;
      if (isJsonObject(message)) return textIn(message['content']);
      throw new Error("the provider's answer holds no text");
    },
  };
}

function refuseIfNotHere(model: string): void {
  if (!NOT_HERE.test(model)) return;
  throw new ModelError(
    'InvokeBadRequestError',
    `${model} cannot be asked over HTTP; qwen3-asr-flash writes down what is said, qwen3-tts-flash speaks.`,
  );
}
