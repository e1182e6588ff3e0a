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
  const first = bytes.find((byte) => byte > SPACE && !BYTE_ORDER_MARK.has(byte));
  if (first === undefined) return undefined;
  if (first === BRACE || first === BRACKET) return new WholeParser();
  return new ObjectEventParser(excerpt(new TextDecoder().decode(bytes)));
}

const SPACE = 0x20;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);
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
    return [toObject(new TextDecoder().decode(Buffer.concat(this.#pieces)), "the provider's answer")];
  }
}

class ObjectEventParser implements BodyParser<JsonObject> {
  readonly #events = new EventStreamParser();
  readonly #beginning: string;
  #isEmpty = true;
  isOver = false;

  constructor(beginning: string) {
    this.#beginning = beginning;
  }

  push(bytes: Uint8Array): Iterable<JsonObject> {
    return this.#take(this.#events.push(bytes));
  }

  *end(): Iterable<JsonObject> {
    yield* this.#take(this.#events.end());
    if (this.#isEmpty) throw new Error(`the provider's answer holds no events: ${this.#beginning}`);
  }

  *#take(events: readonly ServerSentEvent[]): Iterable<JsonObject> {
    for (const { data } of events) {
      this.isOver ||= data === '[DONE]' || data.trim() === '[DONE]';
      if (this.isOver) return;
      if (data === '') continue; // a sign of life
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
