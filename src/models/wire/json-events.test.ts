import { expect, onTestFinished, test, vi } from 'vitest';
import { readJsonEvents } from './json-events.ts';

const reply = (body: string, type: string) => new Response(body, { headers: { 'content-type': type } });
const read = (body: string, type = 'text/event-stream;charset=utf-8') =>
  Array.fromAsync(readJsonEvents(reply(body, type)));

test('the objects of a stream up to its end mark', async () => {
  expect(await read('data:{"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\ndata: {"a":3}\n\n')).toEqual([
    { a: 1 },
    { a: 2 },
  ]);
});

test.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
  'a reply of %s is one object',
  async (type) => {
    expect(await read('{"error_code":110}', type)).toEqual([{ error_code: 110 }]);
  },
);

test.each(['application/json', 'text/plain'])('a stream that is called %s is read as it comes', async (type) => {
  expect(await read('\n: hello\n\ndata: {"a":1}\n\ndata: {"a":2}\n\n', type)).toEqual([{ a: 1 }, { a: 2 }]);
});

test('what follows the end mark is read, so that the connection can serve again, and nobody hears it', async () => {
  const pieces = ['data: {"a":1}\n\n', 'data: [DONE]\n\n', ': bye\n\ndata: {"a":2}\n\n'];
  const { promise: isReadOut, resolve } = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    pull: (sent) => {
      const piece = pieces.shift();
      if (piece !== undefined) return sent.enqueue(Buffer.from(piece));
      resolve();
      return sent.close();
    },
  });
  expect(await Array.fromAsync(readJsonEvents(new Response(body)))).toEqual([{ a: 1 }]);
  await isReadOut;
});

test('nobody waits for a connection that is held open behind the end mark, and it is closed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { promise: isClosed, resolve: cancel } = Promise.withResolvers<void>();
  const start = (sent: ReadableStreamDefaultController) =>
    sent.enqueue(Buffer.from('data: {"a":1}\n\ndata: [DONE]\n\n'));
  const body = new ReadableStream<Uint8Array>({ start, cancel });
  expect(await Array.fromAsync(readJsonEvents(new Response(body)))).toEqual([{ a: 1 }]);
  vi.advanceTimersByTime(1000);
  await isClosed;
});

test('a byte order mark and events that say nothing are no content', async () => {
  expect(await read('\uFEFF{"a":1}')).toEqual([{ a: 1 }]);
  expect(await read('\uFEFFdata: {"a":1}\n\ndata:\n\ndata: {"a":2}\n\n')).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a stream under another name is still a stream', async () => {
  expect(await read('data: {"a":1}\n\n', 'application/octet-stream')).toEqual([{ a: 1 }]);
});

test.each([
  ['no events', ''],
  ['no events: <html>', '<html>Sign in</html>'],
  ['not JSON: oops', 'data: oops\n\n'],
  ['not an object', 'data: [1]\n\n'],
])('a stream with %s is an error', async (words, body) => {
  await expect(read(body)).rejects.toThrow(words);
});
