import { expect, test } from 'vitest';
import type { Io } from './io.ts';
import { printTable } from './table.ts';

test('a table has columns that are aligned, however many rows there are', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => ({ id: String(i), name: 'x' }));
  const lines: string[] = [];
  const stdout = { write: async (text: string) => void lines.push(text) };
  await printTable(rows, { stdout } as unknown as Io); // prints, and does nothing else
  expect([lines.length, lines[0], lines[1], lines.at(-1)]).toEqual([
    200_001,
    'ID      NAME\n',
    '0       x\n',
    '199999  x\n',
  ]);
});
