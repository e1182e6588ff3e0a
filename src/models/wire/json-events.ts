import { isJsonObject, type JsonObject, parseJson } from '../../kernel/index.ts';
import { EventStreamParser, type ServerSentEvent } from './event-stream.ts';
import { bodyOf } from './http-call.ts';
import { type BodyParser, readBody } from './read-body.ts';

/** The objects in the events of a stream, up to its end mark. */
export function readJsonEvents(reply: Response): AsyncGenerator<JsonObject> {
  return readBody(() => bodyOf(reply), new JsonEventParser());
}

/**
 * Providers that refuse with HTTP 200, and servers that do not stream, answer with one JSON body instead of events. It is
 * given as if it were the only event, so that a wire looks for refusals in one place. Labels do not tell the two apart:
 * there are servers that call their streams JSON.
 */
export class JsonEventParser implements BodyParser<JsonObject> {
  #parser: BodyParser<JsonObject> | undefined;

  get isOver(): boolean {
    return this.#parser?.isOver ?? false;
  }

  push(bytes: Uint8Array): Iterable<JsonObject> {
    this.#parser ??= parserFor(bytes);
    return this.#parser?.push(bytes) ?? [];
  }

  end(): Iterable<JsonObject> {
    if (!this.#parser) throw new Error("the provider's answer holds no events");
    return this.#parser.end();
  }
}

/** Undefined while there is nothing but blanks. */
function parserFor(bytes: Uint8Array): BodyParser<JsonObject> | undefined {
  const first = bytes.find((byte) => byte > SPACE);
  if (first === undefined) return undefined;
  return first === BRACE || first === BRACKET ? new WholeParser() : new ObjectEventParser();
}

const SPACE = 0x20;
const BRACE = 0x7b;
const BRACKET = 0x5b;

class WholeParser implements BodyParser<JsonObject> {
  readonly #pieces: Uint8Array[] = [];
  isOver = false;

  push(bytes: Uint8Array): Iterable<JsonObject> {
    this.#pieces.push(bytes);
    return [];
  }

  end(): Iterable<JsonObject> {
    this.isOver = true;
    return [toObject(Buffer.concat(this.#pieces).toString(), "the provider's answer")];
  }
}

class ObjectEventParser implements BodyParser<JsonObject> {
  readonly #events = new EventStreamParser();
  #isEmpty = true;
  isOver = false;

  push(bytes: Uint8Array): Iterable<JsonObject> {
    return this.#take(this.#events.push(bytes));
  }

  *end(): Iterable<JsonObject> {
    yield* this.#take(this.#events.end());
    if (this.#isEmpty) throw new Error("the provider's answer holds no events");
  }

  *#take(events: readonly ServerSentEvent[]): Iterable<JsonObject> {
    for (const { data } of events) {
      this.isOver ||= data === '[DONE]' || data.trim() === '[DONE]';
      if (this.isOver) return;
      this.#isEmpty = false;
      yield toObject(data, 'an event');
    }
  }
}

function toObject(text: string, what: string): JsonObject {
  const value = tryParse(text, what);
  if (isJsonObject(value)) return value;
  throw new Error(`${what} is not an object: ${excerpt(text)}`);
}

function tryParse(text: string, what: string) {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new Error(`${what} is not JSON: ${excerpt(text)}`, { cause });
  }
}

const excerpt = (text: string) => text.slice(0, 200);
