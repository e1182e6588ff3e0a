import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { frame, type SseMessage, writeSse } from './sse.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Messages that come when they are sent, and whether anybody still waits for more. */
function source() {
  const queue: SseMessage[] = [];
  const state = { isOver: false, isReturned: false };
  let wake = () => {};
  async function* messages() {
    try {
      for (;;) {
        const next = queue.shift();
        if (next) yield next;
        else if (state.isOver) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      state.isReturned = true;
    }
  }
  return {
    messages: messages(),
    state,
    send(data: unknown) {
      queue.push({ data });
      wake();
    },
    end() {
      state.isOver = true;
      wake();
    },
  };
}

test('an event is one line of JSON, with its place where readers may come back', () => {
  expect(frame({ data: { text: 'a\nb' } })).toBe('data: {"text":"a\\nb"}\n\n');
  expect(frame({ id: 7, data: {} })).toBe('id: 7\ndata: {}\n\n');
});

test('an idle reader hears every ten seconds that somebody is there, and nothing after the end', async () => {
  const { messages, send, end } = source();
  const response = new PassThrough();
  const written = writeSse(response, messages);
  vi.advanceTimersByTime(25_000);
  send('late');
  end();
  await written;
  vi.advanceTimersByTime(60_000);
  expect(await text(response)).toBe('event: ping\n\nevent: ping\n\ndata: "late"\n\n');
  expect(vi.getTimerCount()).toBe(0);
});

test('a reader that takes nothing for a minute loses its connection', async () => {
  const { messages, state, send } = source();
  const response = new PassThrough({ highWaterMark: 1 });
  const written = writeSse(response, messages);
  send('more than it takes');
  await vi.waitFor(() => expect(response.writableNeedDrain).toBe(true));
  send('and more');
  await new Promise(setImmediate);
  vi.advanceTimersByTime(60_000);
  await written;
  expect(response.destroyed).toBe(true);
  expect(state.isReturned).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('a reader that never takes the end loses its connection, too', async () => {
  const { messages, send, end } = source();
  const response = new PassThrough({ highWaterMark: 1 });
  send('the last');
  end();
  await writeSse(response, messages);
  expect(response.destroyed).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(response.destroyed).toBe(true);
});

test('a slow reader is waited for', async () => {
  const { messages, send, end } = source();
  const response = new PassThrough({ highWaterMark: 1 });
  const written = writeSse(response, messages);
  for (let i = 0; i < 5; i += 1) send(i);
  end();
  const pieces = await response.toArray();
  await written;
  expect(Buffer.concat(pieces).toString()).toBe('data: 0\n\ndata: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n');
});

test('when a reader leaves, nothing more is asked of the source', async () => {
  const { messages, state, send } = source();
  const response = new PassThrough();
  const written = writeSse(response, messages);
  send('first');
  await once(response, 'readable');
  response.destroy();
  await written;
  send('nobody reads this'); // so that the source comes to the place where it may end
  await vi.waitFor(() => expect(state.isReturned).toBe(true));
  expect(vi.getTimerCount()).toBe(0);
});

test('a place without an event is noted and not dispatched', () => {
  expect(frame({ id: 7 })).toBe('id: 7\n\n');
});
