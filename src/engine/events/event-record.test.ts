import { expect, test } from 'vitest';
import type { RunEvent, TextDelta } from '../index.ts';
import { readRecordedEvents, recordEvents } from './event-record.ts';

const frame: TextDelta['frame'] = [{ containerId: 'loop', container: 'loop', index: 1 }];

function delta(text: string, more: Partial<TextDelta> = {}): TextDelta {
  return { type: 'text-delta', at: 5, frame: [], responseNodeId: 'a', selector: ['llm', 'text'], text, ...more };
}

const thought = (text: string, isLast = false): RunEvent => {
  return { type: 'reasoning-delta', at: 5, nodeId: 'llm', text, isLast };
};

const begun: RunEvent = { type: 'run-started', at: 1, reason: 'initial', rootNodeId: 'start' };

test('pieces of one text are one line, and come back one by one', () => {
  const events = [begun, delta('Hel'), delta(''), delta('lo\n'), thought('h'), thought('m'), thought('!', true), begun];
  const text = recordEvents(events);
  expect(text.split('\n')).toHaveLength(5);
  expect(readRecordedEvents(text)).toEqual(events);
});

test.each<[string, TextDelta]>([
  ['node', delta('b', { responseNodeId: 'b' })],
  ['variable', delta('b', { selector: ['llm', 'reasoning'] })],
  ['round', delta('b', { frame })],
  ['kind', delta('b', { isChunk: true })],
  ['replacing text', delta('b', { replaces: true, keeps: 0 })],
])('pieces of another %s stay apart', (_what, other) => {
  const events = [delta('a'), other, delta('c')];
  const text = recordEvents(events);
  expect(text.split('\n')).toHaveLength(3);
  expect(readRecordedEvents(text)).toEqual(events);
});

test('a character whose halves came apart is whole again on the disk, and in halves when it is read', () => {
  const events = [delta('😀'.charAt(0)), delta('😀'.charAt(1))];
  const text = recordEvents(events);
  expect(text).toContain('😀');
  expect(readRecordedEvents(Buffer.from(text).toString())).toEqual(events);
});

test('all have the time of the last', () => {
  const events = [delta('a', { at: 1 }), delta('b', { at: 9 })];
  expect(readRecordedEvents(recordEvents(events))).toEqual([delta('a', { at: 9 }), delta('b', { at: 9 })]);
});

test('records of one event per line are read, too', () => {
  const lines = [delta('a'), delta('b')].map((event) => JSON.stringify(event));
  expect(readRecordedEvents(lines.join('\n'))).toEqual([delta('a'), delta('b')]);
});
