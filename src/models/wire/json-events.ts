import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../kernel/index.ts';
import { readEventStream } from './event-stream.ts';
import { bodyOf, readJson } from './http-call.ts';

/**
 * The objects in the events of a stream. Providers that refuse with HTTP 200 answer with one JSON body instead; it is
 * given as if it were the only event, so that a wire looks for refusals in one place.
 */
export async function* readJsonEvents(reply: Response): AsyncGenerator<JsonObject> {
  if (isWhole(reply)) {
    yield toObject(await readJson(reply));
    return;
  }
  let isEmpty = true;
  for await (const { data } of readEventStream(bodyOf(reply))) {
    if (data.trim() === '[DONE]') break;
    isEmpty = false;
    yield toObject(parseEvent(data));
  }
  if (isEmpty) throw new Error("the provider's answer holds no events");
}

/** One body, not a stream: Tencent labels some of its refusals as plain text. */
export function isWhole(reply: Response): boolean {
  return /json|text\/plain/i.test(reply.headers.get('content-type') ?? '');
}

function parseEvent(data: string): JsonValue {
  try {
    return parseJson(data);
  } catch (cause) {
    throw new Error(`the provider sent an event that is not JSON: ${data.slice(0, 200)}`, { cause });
  }
}

function toObject(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error("the provider's answer is not an object");
}
