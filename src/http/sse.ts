import type { Writable } from 'node:stream';
import { printJson } from '../kernel/index.ts';
import { TextBody } from './text-body.ts';

/** Dify sends a sign of life this often (controllers: `compact_generate_response`, ping of the queue manager). */
const PING_MS = 10_000;

/** How long a reader may take nothing while there is something to read. Then it loses its connection, never the run. */
const STALLED_MS = 60_000;

export interface SseMessage {
  /** Written as `id:` where a reader may come back and go on from there. */
  readonly id?: number;
  /** Absent: only the place is told, which readers note in silence (HTML standard, 9.2.6: dispatch of an event). */
  readonly data?: unknown;
}

/**
 * Writes messages as server-sent events: `data: …` and a blank line. Waits for slow readers, pings idle ones, and
 * returns when the messages end or the reader has gone. Should they fail, `onFailure` has the last word; without one, or
 * where that cannot be written either, the answer is broken off: a reader must not take it for complete. Knows bytes and
 * no Dify word.
 */
export async function writeSse(
  response: Writable,
  messages: AsyncIterable<SseMessage>,
  onFailure?: (error: unknown) => SseMessage,
): Promise<void> {
  const iterator = messages[Symbol.asyncIterator]();
  const gone = onceGone(response);
  const body = new TextBody(response);
  const ping = setInterval(() => body.write('event: ping\n\n'), PING_MS);
  try {
    const written = writeAll(response, body, iterator).catch((error: unknown) => {
      if (!onFailure) throw error;
      body.write(frame(onFailure(error)));
    });
    await Promise.race([written, gone.promise]);
    body.end();
    giveUpUnlessTaken(response);
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    clearInterval(ping);
    gone.forget();
    void iterator.return?.();
  }
}

/** To the last message, or to the first one that nobody takes. */
async function writeAll(response: Writable, body: TextBody, iterator: AsyncIterator<SseMessage>): Promise<void> {
  for (;;) {
    const next = await iterator.next();
    if (next.done || response.destroyed) return;
    if (!body.write(frame(next.value)) && !(await drained(response, body.drains()))) return;
  }
}

/** JSON has no raw line feeds, so one event is always one line. */
export function frame({ id, data }: SseMessage): string {
  const place = id === undefined ? '' : `id: ${id}\n`;
  return data === undefined ? `${place}\n` : `${place}data: ${printJson(data)}\n\n`;
}

/** The end of an answer, too, is there for a while only. */
function giveUpUnlessTaken(response: Writable): void {
  if (response.destroyed) return;
  const giveUp = () => response.writableLength > 0 && response.destroy();
  const timer = setTimeout(giveUp, STALLED_MS).unref();
  const forget = () => clearTimeout(timer);
  response.once('finish', forget).once('close', forget);
}

function onceGone(response: Writable): { promise: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('close', resolve);
  return { promise, forget: () => response.off('close', resolve) };
}

/** Waits until the reader has taken what was written; false when it left or stalled. */
async function drained(response: Writable, drains: Writable): Promise<boolean> {
  if (response.destroyed) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onDrain = () => resolve(true);
  const onClose = () => resolve(false);
  const timer = setTimeout(onClose, STALLED_MS);
  drains.once('drain', onDrain);
  response.once('close', onClose);
  const isDrained = await promise;
  clearTimeout(timer);
  drains.off('drain', onDrain);
  response.off('close', onClose);
  if (!isDrained) response.destroy();
  return isDrained;
}
