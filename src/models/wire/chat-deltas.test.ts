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
    { text: 'a', toolCalls: [{ key: 0, id: 'c1', name: 'f', arguments: '{"x"' }] },
    { text: '', tokens: { prompt: 1, completion: 1 } },
    { toolCalls: [{ key: 0, arguments: ':1}' }], finishReason: 'tool_calls', tokens: { prompt: 2, completion: 3 } },
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
      { key: 'a', id: 'a', name: 'f', arguments: '1' },
      { key: 'b', id: 'b', name: 'g', arguments: '2' },
      { key: 'a', arguments: '1' },
    ],
  });
  expect(calls.slice(0, 2)).toMatchObject([
    { call: { id: 'a', name: 'f', arguments: '11' } },
    { call: { id: 'b', name: 'g', arguments: '2' } },
  ]);
});

test.each([
  ['repeated with every piece', ['weather', 'weather']],
  ['cut into pieces', ['wea', 'ther']],
  ['said once', ['weather', '']],
])('a name may be %s', async (_, names) => {
  const [call] = await collect(...names.map((name) => ({ toolCalls: [{ key: 0, name }] })));
  expect(call).toMatchObject({ call: { name: 'weather' } });
});

test('a piece without a key continues the last call, and a call without an id gets one', async () => {
  const chunks = await collect({ toolCalls: [{ key: 3, name: 'f', arguments: '{' }, { arguments: '}' }] });
  expect(chunks).toEqual([
    { type: 'tool-call', call: { id: 'call_3', name: 'f', arguments: '{}' } },
    { type: 'finish', reason: 'tool_calls' },
  ]);
});

test('an end without a reason is a normal end', async () => {
  expect(await collect({ text: 'a' })).toEqual([
    { type: 'text', text: 'a' },
    { type: 'finish', reason: 'stop' },
  ]);
});
