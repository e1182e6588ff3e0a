import type { Writable } from 'node:stream';
import { printJson } from '../kernel/index.ts';

/** Dify sends a sign of life this often (controllers: `compact_generate_response`, ping of the queue manager). */
const PING_MS = 10_000;

/** How long a reader may take nothing while there is something to read. Then it loses its connection, never the run. */
const STALLED_MS = 60_000;

export interface SseMessage {
  /** Written as `id:` where a reader may come back and go on from there. */
  readonly id?: number;
  readonly data: unknown;
}

/**
 * Writes messages as server-sent events: `data: …` and a blank line. Waits for slow readers, pings idle ones, and
 * returns when the messages end or the reader has gone. Knows bytes and no Dify word.
 */
export async function writeSse(response: Writable, messages: AsyncIterable<SseMessage>): Promise<void> {
  const iterator = messages[Symbol.asyncIterator]();
  const gone = onceGone(response);
  const ping = setInterval(() => response.write('event: ping\n\n'), PING_MS);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), gone.promise]);
      if (next === GONE || next.done) break;
      if (!response.write(frame(next.value)) && !(await drained(response, gone.promise))) break;
    }
  } finally {
    clearInterval(ping);
    gone.forget();
    void iterator.return?.();
    response.end();
  }
}

/** JSON has no raw line feeds, so one event is always one line. */
export function frame({ id, data }: SseMessage): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${printJson(data)}\n\n`;
}

const GONE = Symbol('gone');

function onceGone(response: Writable): { promise: Promise<typeof GONE>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<typeof GONE>();
  const onClose = () => resolve(GONE);
  response.once('close', onClose);
  return { promise, forget: () => response.off('close', onClose) };
}

/** Waits until the reader has taken what was written; false when it left or stalled. */
async function drained(response: Writable, gone: Promise<typeof GONE>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onDrain = () => resolve(true);
  const timer = setTimeout(() => resolve(false), STALLED_MS);
  response.once('drain', onDrain);
  const isDrained = await Promise.race([promise, gone.then(() => false)]);
  clearTimeout(timer);
  response.off('drain', onDrain);
  if (!isDrained) response.destroy();
  return isDrained;
}
