import { isJsonObject } from '../../../kernel/index.ts';
import type { SpeechWire, TranscriptionWire } from '../../model-provider.ts';
import { bodyOf, postForm, postJson, readJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { headersOf, type OpenAiDialect, urlOf } from './dialect.ts';

/** https://platform.openai.com/docs/api-reference/audio/createTranscription */
export function transcriptionWire(dialect: OpenAiDialect, connection: Connection, model: string): TranscriptionWire {
  return {
    async transcribe({ bytes, mimeType, filename }, signal) {
      const form = new FormData();
      form.set('model', model);
      form.set('response_format', 'json');
      form.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), filename);
      const reply = await readJson(
        await postForm(callOf(dialect, connection, '/audio/transcriptions', model, signal), form),
      );
      if (isJsonObject(reply) && typeof reply['text'] === 'string') return reply['text'];
      throw new Error("the provider's answer holds no text");
    },
  };
}

const VOICES = ['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer', 'verse'];

/** https://platform.openai.com/docs/api-reference/audio/createSpeech: at most 4096 characters at once. */
export function speechWire(dialect: OpenAiDialect, connection: Connection, model: string): SpeechWire {
  return {
    maxCharacters: 4096,
    voices: VOICES.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
    async speak(text, voice = 'alloy', signal) {
      const body = { model, input: text, voice, response_format: 'mp3' };
      return bodyOf(await postJson(callOf(dialect, connection, '/audio/speech', model, signal), body));
    },
  };
}

function callOf(
  dialect: OpenAiDialect,
  connection: Connection,
  path: string,
  model: string,
  signal: AbortSignal | undefined,
) {
  return {
    fetch: connection.fetch,
    url: urlOf(dialect, connection.credentials, path, model),
    headers: headersOf(dialect, connection.credentials),
    signal,
  };
}
