import { expect, test } from 'vitest';
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

test('a stream under another name is still a stream', async () => {
  expect(await read('data: {"a":1}\n\n', 'application/octet-stream')).toEqual([{ a: 1 }]);
});

test.each([
  ['no events', ''],
  ['not JSON: oops', 'data: oops\n\n'],
  ['not an object', 'data: [1]\n\n'],
])('a stream with %s is an error', async (words, body) => {
  await expect(read(body)).rejects.toThrow(words);
});
