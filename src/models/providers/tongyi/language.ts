import type { LanguageRequest } from '../../model-runtime.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { askForEvents, type DashscopeCall } from './dashscope.ts';
import { readEvents } from './read-events.ts';
import { isTranslator, toBody, toHeaders, toTranslationBody } from './to-body.ts';
import { hasMedia } from './to-messages.ts';

/** `sees` is true for models of which the catalogue says that they take more than text. */
export function languageWire(connection: Connection, model: string, sees: boolean): LanguageWire {
  return {
    async *stream(request) {
      const call = { ...toCall(model, request, sees), headers: toHeaders(request.parameters), signal: request.signal };
      yield* readEvents(await askForEvents(connection, call), isTranslator(model) ? 'all-so-far' : 'pieces');
    },
  };
}

/** Models that see answer at an address of their own, whatever they are asked. */
function toCall(model: string, request: LanguageRequest, sees: boolean): Pick<DashscopeCall, 'service' | 'body'> {
  if (isTranslator(model)) return { service: 'text', body: toTranslationBody(model, request) };
  const isMultimodal = sees || SEEING_NAME.test(model) || request.messages.some(hasMedia);
  return isMultimodal
    ? { service: 'multimodal', body: toBody(model, request, 'rich') }
    : { service: 'text', body: toBody(model, request, 'plain') };
}

/** Models that the catalogue does not know. */
const SEEING_NAME = /(^|-)(vl|omni|ocr|audio)(-|$)|^qvq|^qwen3\.[5-9]-(plus|flash)/;
