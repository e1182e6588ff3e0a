import { type BodyParser, readBody } from './read-body.ts';

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The last comment before the data: some providers say there what became of the request. */
  readonly comment?: string;
}

export function readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  return readBody(() => body, new EventStreamParser());
}

interface EventFields {
  event: string;
  comment?: string;
  readonly data: string[];
}

const LINE_END = /\r\n|\n|\r/;

/**
 * Server-sent events (WHATWG HTML, section 9.2) out of bytes: pieces may end anywhere, also inside a character; comments
 * alone (keep-alives) are skipped.
 */
export class EventStreamParser implements BodyParser<ServerSentEvent> {
  readonly #decoder = new TextDecoder();
  #rest = '';
  /** A `\r` at the end of a piece may be half of `\r\n`: it waits until the next character is known. */
  #held = '';
  #pending: EventFields = { event: '', data: [] };

  push(bytes: Uint8Array): readonly ServerSentEvent[] {
    const text = this.#held + this.#decoder.decode(bytes, { stream: true });
    this.#held = text.endsWith('\r') ? '\r' : '';
    const lines = splitLines(this.#held ? text.slice(0, -1) : text);
    lines[0] = this.#rest + (lines[0] ?? ''); // what came before is not searched again, however long it is
    this.#rest = lines.pop() ?? '';
    return this.#read(lines);
  }

  /** The standard drops an unfinished last event; providers do end without the blank line. */
  end(): readonly ServerSentEvent[] {
    const last = this.#rest + this.#decoder.decode();
    return this.#read(last === '' ? [''] : [last, '']);
  }

  #read(lines: readonly string[]): readonly ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    for (const line of lines) {
      if (line !== '') {
        readField(this.#pending, line);
        continue;
      }
      if (this.#pending.data.length > 0) events.push(toEvent(this.#pending));
      this.#pending = { event: '', data: [] };
    }
    return events;
  }
}

function splitLines(text: string): string[] {
  return text.includes('\r') ? text.split(LINE_END) : text.split('\n');
}

function toEvent({ event, data, comment }: EventFields): ServerSentEvent {
  return { event: event || 'message', data: data.join('\n'), ...(comment !== undefined && { comment }) };
}

function readField(fields: EventFields, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const raw = colon < 0 ? '' : line.slice(colon + 1);
  const value = raw.startsWith(' ') ? raw.slice(1) : raw;
  if (name === 'data') fields.data.push(value);
  if (name === 'event') fields.event = value;
  if (name === '') fields.comment = value;
}

/** Reads one JSON text per line (`application/x-ndjson`), with the same care for boundaries. */
export function readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  return readBody(() => body, new LineParser());
}

class LineParser implements BodyParser<string> {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(bytes: Uint8Array): readonly string[] {
    const lines = this.#decoder.decode(bytes, { stream: true }).split('\n');
    lines[0] = this.#rest + (lines[0] ?? '');
    this.#rest = lines.pop() ?? '';
    return lines.filter(isSaying);
  }

  end(): readonly string[] {
    return [this.#rest + this.#decoder.decode()].filter(isSaying);
  }
}

const isSaying = (line: string) => line.trim() !== '';
