import { expect, test } from 'vitest';
import { cutBytes } from '../../../test/fakes/scripted-server.ts';
import { readEventStream } from './event-stream.ts';

const events = (pieces: readonly Uint8Array[]) => Array.fromAsync(readEventStream(ReadableStream.from(pieces)));

const text = ': hi\n\nevent: e\ndata: größe\ndata:  👋\n\n\ndata\n\nid: 1\n\ndata: last';
const said = [
  { event: 'e', data: 'größe\n 👋' },
  { event: 'message', data: '' },
  { event: 'message', data: 'last' },
];

test.each([
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\r\\n', '\r\n'],
])('lines may end with %s, and pieces anywhere', async (_, lineEnd) => {
  for (const size of [1, 2, 3, 5, 1000]) {
    expect(await events(cutBytes(text.replaceAll('\n', lineEnd), size))).toEqual(said);
  }
});
