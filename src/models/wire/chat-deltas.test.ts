import { expect, test } from 'vitest';
import { type ChatDelta, collectChat } from './chat-deltas.ts';

async function collect(...deltas: readonly ChatDelta[]) {
  async function* stream() {
    yield* deltas;
  }
  return Array.fromAsync(collectChat(stream()));
}

test('reasoning and text come at once, calls when they are whole, the end with reason and tokens', async () => {
  const chunks = await collect(
    { reasoning: 'hm' },
    { text: 'a', toolCalls: [{ index: 0, id: 'c1', name: 'f', arguments: '{"x"' }] },
    { text: '', tokens: { prompt: 1, completion: 1 } },
    { toolCalls: [{ index: 0, arguments: ':1}' }], finishReason: 'tool_calls', tokens: { prompt: 2, completion: 3 } },
    { finishReason: '' },
  );
  expect(chunks).toEqual([
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: 'a' },
    { type: 'tool-call', call: { id: 'c1', name: 'f', arguments: '{"x":1}' } },
    { type: 'finish', reason: 'tool_calls', tokens: { prompt: 2, completion: 3 } },
  ]);
});

test('pieces of two calls that come mixed are kept apart', async () => {
  const calls = await collect({
    toolCalls: [
      { id: 'a', name: 'f', arguments: '1' },
      { id: 'b', name: 'g', arguments: '2' },
      { id: 'a', arguments: '1' },
    ],
  });
  expect(calls.slice(0, 2)).toMatchObject([
    { call: { id: 'a', name: 'f', arguments: '11' } },
    { call: { id: 'b', name: 'g', arguments: '2' } },
  ]);
});

const first = { id: 'a', name: 'f', arguments: '{"x":1}' };
const second = { id: 'b', name: 'g', arguments: '{"y":2}' };
const { id: _, ...nameless } = second;

test.each([
  [
    'of one place with ids',
    [
      { index: 0, ...first },
      { index: 0, ...second },
    ],
  ],
  [
    'of one place and one name',
    [
      { index: 0, ...first },
      { index: 0, ...second, name: 'f' },
    ],
    { ...second, name: 'f' },
  ],
  [
    'of one place, in pieces',
    [
      { index: 0, ...first, arguments: '' },
      { index: 0, arguments: '{"x":1}' },
      { index: 0, ...second, arguments: '' },
      { index: 0, arguments: '{"y":2}' },
    ],
  ],
  ['without places and ids', [first, { ...nameless, replyId: 'r' }], { ...second, id: 'r_1' }],
  ['without places, of one name', [first, { ...nameless, name: 'f' }], { ...second, name: 'f', id: 'call_1' }],
  [
    'of one id',
    [
      { index: 0, ...first },
      { index: 1, ...second, id: 'a' },
    ],
    { ...second, id: 'call_1' },
  ],
  ['marked by place, then by id', [{ index: 0, ...first, arguments: '{"x"' }, { id: 'a', arguments: ':1}' }, second]],
  ['marked by id, then by place', [{ ...first, arguments: '{"x"' }, { index: 0, arguments: ':1}' }, second]],
  [
    'with an id for every piece',
    [
      { index: 0, ...first, arguments: '{"x"' },
      { index: 0, id: 'z', name: 'f', arguments: ':1}' },
      { index: 1, ...second },
    ],
  ],
  [
    'beside empty ones',
    [
      { index: 0, ...first },
      { id: '', name: '', arguments: '' },
      { index: 1, ...second },
    ],
  ],
  [
    'the place of the first without its name',
    [{ index: 0, arguments: '{"x"' }, { index: 0, id: 'a', name: 'f', arguments: ':1}' }, second],
  ],
])('two calls %s are told apart', async (_case, toolCalls, other = second) => {
  const chunks = await collect({ toolCalls });
  expect(chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call] : []))).toEqual([first, other]);
});

test('an empty call beside the text is none', async () => {
  const chunks = await collect({ text: 'a', toolCalls: [{ index: 0, id: '', name: '', arguments: '' }] });
  expect(chunks).toEqual([
    { type: 'text', text: 'a' },
    { type: 'finish', reason: 'stop' },
  ]);
});

test.each([
  ['repeated with every piece', ['weather', 'weather']],
  ['cut into pieces', ['wea', 'ther']],
  ['said once', ['weather', '']],
])('a name may be %s', async (_, names) => {
  const [call] = await collect(...names.map((name) => ({ toolCalls: [{ index: 0, name }] })));
  expect(call).toMatchObject({ call: { name: 'weather' } });
});

test('a piece without a mark continues the last call, and a call without an id gets one', async () => {
  const chunks = await collect({ toolCalls: [{ index: 3, name: 'f', arguments: '{' }, { arguments: '}' }] });
  expect(chunks).toEqual([
    { type: 'tool-call', call: { id: 'call_0', name: 'f', arguments: '{}' } },
    { type: 'finish', reason: 'tool_calls' },
  ]);
});

test('an end without a reason is a normal end', async () => {
  expect(await collect({ text: 'a' })).toEqual([
    { type: 'text', text: 'a' },
    { type: 'finish', reason: 'stop' },
  ]);
});
