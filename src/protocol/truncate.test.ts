import { expect, test } from 'vitest';
import { printJson } from '../kernel/index.ts';
import { truncateEvent, truncateObject } from './truncate.ts';

const limits = { maxBytes: 1000, maxCharacters: 20, maxElements: 3 };

test('what is small is shown as it is', () => {
  const object = { text: 'short', list: [1, 2, 3], nested: { deep: [true, null] } };
  expect(truncateObject(object, limits)).toEqual({ value: object, isTruncated: false });
});

test('a long text ends with dots, a long list just ends', () => {
  const { value, isTruncated } = truncateObject({ text: 'x'.repeat(50), list: [1, 2, 3, 4] }, limits);
  expect(value).toEqual({ text: `${'x'.repeat(17)}...`, list: [1, 2, 3] });
  expect(isTruncated).toBe(true);
});

test('a character of two halves is not cut in the middle', () => {
  const { value } = truncateObject({ text: `${'x'.repeat(16)}😀${'y'.repeat(30)}` }, limits);
  expect(value['text']).toBe(`${'x'.repeat(16)}...`);
});

test('as a whole no more is shown than allowed, whatever the parts are', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key${index}`, 'ü'.repeat(15)]));
  const { value, isTruncated } = truncateObject(many, limits);
  expect(isTruncated).toBe(true);
  expect(Buffer.byteLength(printJson(value))).toBeLessThanOrEqual(limits.maxBytes + 50);
});

test('an event tells which of its values were cut; the outputs of the whole run never are', () => {
  const data = { inputs: { text: 'x'.repeat(50) }, outputs: { text: 'y' } };
  expect(truncateEvent({ event: 'node_finished', data }, limits)).toEqual({
    event: 'node_finished',
    data: { inputs: { text: `${'x'.repeat(17)}...` }, inputs_truncated: true, outputs: { text: 'y' } },
  });
  const finished = { event: 'workflow_finished', data: { outputs: { text: 'x'.repeat(50) } } };
  expect(truncateEvent(finished, limits)).toBe(finished);
});
