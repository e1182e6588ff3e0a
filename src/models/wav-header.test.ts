import { expect, test } from 'vitest';
import { wavHeader } from './wav-header.ts';

test('a header says how long the file is, or that nobody knows yet', () => {
  const known = Buffer.from(wavHeader({ samplesPerSecond: 16_000, dataBytes: 32_000 }));
  expect(known).toHaveLength(44);
  expect([known.readUInt32LE(4), known.readUInt32LE(28), known.readUInt32LE(40)]).toEqual([32_036, 32_000, 32_000]);
  const unknown = Buffer.from(wavHeader({ samplesPerSecond: 24_000 }));
  expect([unknown.readUInt32LE(4), unknown.readUInt32LE(40)]).toEqual([0xff_ff_ff_ff, 0xff_ff_ff_ff]);
});
