export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The last comment before the data: some providers say there what became of the request. */
  readonly comment?: string;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from a reply's body: chunks may end anywhere, also inside a
 * character; comments alone (keep-alives) are skipped. Leaving the loop early closes the connection.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let pending: EventFields = { event: '', data: [] };
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(LINE_END);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        readField(pending, line);
        continue;
      }
      if (pending.data.length > 0) yield toEvent(pending);
      pending = { event: '', data: [] };
    }
  }
  // The standard drops an unfinished last event; providers do end without the blank line.
  const last = rest + decoder.decode();
  if (last !== '') readField(pending, last);
  if (pending.data.length > 0) yield toEvent(pending);
}

/** A lone `\r` at the end of a chunk may be half of `\r\n`: it stays in `rest` until the next character is known. */
const LINE_END = /\r\n|\n|\r(?!$)/;

interface EventFields {
  event: string;
  comment?: string;
  readonly data: string[];
}

function toEvent({ event, data, comment }: EventFields): ServerSentEvent {
  return { event: event || 'message', data: data.join('\n'), ...(comment !== undefined && { comment }) };
}

function readField(fields: EventFields, line: string): void {
  const clean = line.endsWith('\r') ? line.slice(0, -1) : line;
  const colon = clean.indexOf(':');
  const name = colon < 0 ? clean : clean.slice(0, colon);
  const raw = colon < 0 ? '' : clean.slice(colon + 1);
  const value = raw.startsWith(' ') ? raw.slice(1) : raw;
  if (name === 'data') fields.data.push(value);
  if (name === 'event') fields.event = value;
  if (name === '') fields.comment = value;
}

/** Reads one JSON text per line (`application/x-ndjson`), with the same care for boundaries. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  const last = rest + decoder.decode();
  if (last.trim() !== '') yield last;
}
