import type { JsonObject } from '../../../kernel/index.ts';
import type { SpeechWire } from '../../model-provider.ts';
import { postJson } from '../../wire/http-call.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import { objectIn, textIn } from '../../wire/json-fields.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { callTo, refuseFailure } from './call.ts';
import { systemVoices } from './voices.ts';

/** Dify's limit; MiniMax takes fewer than 10,000 characters. */
const MAX_CHARACTERS = 8000;
const DEFAULT_VOICE = 'male-qn-qingse';

/** https://platform.minimaxi.com/docs/api-reference/speech-t2a-http: audio comes in pieces, in hexadecimal. */
export function speechWire(connection: Connection, model: string): SpeechWire {
  return {
    maxCharacters: MAX_CHARACTERS,
    voices: systemVoices,
    async speak(text, voice, signal) {
      const reply = await postJson(callTo(connection, 't2a_v2', signal), toBody(model, text, voice || DEFAULT_VOICE));
      const pieces = readPieces(readJsonEvents(reply));
      // a refusal comes with HTTP 200: it is known only now, and another credential may still be tried
      const first = await pieces.next();
      if (first.done) throw new Error("the provider's answer holds no audio");
      return withFirst(first.value, pieces);
    },
  };
}

function toBody(model: string, text: string, voice: string): JsonObject {
  return {
    model,
    text,
    stream: true,
    // otherwise the last piece repeats the whole
    stream_options: { exclude_aggregated_audio: true },
    voice_setting: { voice_id: voice, speed: 1, vol: 1, pitch: 0 },
    audio_setting: { sample_rate: 32_000, bitrate: 128_000, format: 'mp3', channel: 1 },
  };
}

/** `status` of a piece: 1 while there is more to say, 2 at the end. */
const AT_THE_END = 2;

async function* readPieces(events: AsyncIterable<JsonObject>): AsyncGenerator<Uint8Array> {
  let hasSpoken = false;
  for await (const event of events) {
    refuseFailure(event);
    const data = objectIn(event['data']);
    const audio = textIn(data['audio']);
    const isRepetition = data['status'] === AT_THE_END && hasSpoken;
    if (audio === '' || isRepetition) continue;
    hasSpoken = true;
    yield Buffer.from(audio, 'hex');
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
