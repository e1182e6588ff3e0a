import { expect, test } from 'vitest';
import { readInstant } from './instants.ts';

const at = (text: string) => {
  const instant = readInstant(text);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02 03:04:05.678901', '2026-01-02T03:04:05.678Z'],
  ['2026-01-02T03:04:05.678901234Z', '2026-01-02T03:04:05.678Z'],
  ['2028-02-29T24:00', '2028-03-01T00:00:00.000Z'],
  ['2026-01-02T03:04:05+08:00', '2026-01-01T19:04:05.000Z'],
  ['2026-01-02T03:04-0130', '2026-01-02T04:34:00.000Z'],
  ['2026-01-02T03+01', '2026-01-02T02:00:00.000Z'],
  ['20260102T030405Z', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  ['2026-01', '2026-01-01T00:00:00.000Z'],
  ['2026', '2026-01-01T00:00:00.000Z'],
])('%s is an instant, in UTC where it names no zone', (text, instant) => expect(at(text)).toBe(instant));

test.each([
  '',
  'x 1',
  '1700000000',
  '2026-13-01',
  '2026-02-29',
  '2026-01-02T25:00',
  '2026-01-02T03:04:05 08:00',
  'today',
])('%j is none', (text) => expect(at(text)).toBeUndefined());
