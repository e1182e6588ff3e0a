import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../kernel/index.ts';
import { readEventBatches, type ServerSentEvent } from './event-stream.ts';
import { bodyOf } from './http-call.ts';
import { isWhole, lookAhead } from './whole-reply.ts';

/** The objects in the events of a stream, up to its end mark. */
export async function* readJsonEvents(reply: Response): AsyncGenerator<JsonObject> {
  for await (const objects of readJsonBatches(reply)) yield* objects;
}

/**
 * The same by what came together. Providers that refuse with HTTP 200 answer with one JSON body instead; it is given as
 * if it were the only event, so that a wire looks for refusals in one place.
 */
export async function* readJsonBatches(reply: Response): AsyncGenerator<readonly JsonObject[]> {
  if (!isWhole(reply)) return yield* readObjects(bodyOf(reply));
  const { beginsLikeJson, body } = await lookAhead(bodyOf(reply));
  if (!beginsLikeJson) return yield* readObjects(body);
  yield [toObject(parseOne(await new Response(body).text(), "the provider's answer"))];
}

async function* readObjects(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly JsonObject[]> {
  let isEmpty = true;
  let hasEnded = false;
  for await (const events of readEventBatches(body)) {
    if (hasEnded) continue; // a connection whose reply is read to its end can be used again
    const end = events.findIndex(isEndMark);
    hasEnded = end >= 0;
    const objects = (hasEnded ? events.slice(0, end) : events).map(toEventObject);
    isEmpty &&= objects.length === 0;
    if (objects.length > 0) yield objects;
  }
  if (isEmpty) throw new Error("the provider's answer holds no events");
}

function isEndMark({ data }: ServerSentEvent): boolean {
  return data === '[DONE]' || data.trim() === '[DONE]';
}

function toEventObject({ data }: ServerSentEvent): JsonObject {
  return toObject(parseOne(data, 'an event of the provider'));
}

function parseOne(text: string, what: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new Error(`${what} is not JSON: ${text.slice(0, 200)}`, { cause });
  }
}

function toObject(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error("the provider's answer is not an object");
}
