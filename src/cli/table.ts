import { type JsonValue, printJson } from '../kernel/index.ts';
import type { Io } from './io.ts';

/** Rows for people: aligned columns under their names. */
export async function printTable(rows: readonly Readonly<Record<string, string>>[], io: Io): Promise<void> {
  const [first] = rows;
  if (!first) return io.stderr.write('nothing there\n');
  const names = Object.keys(first);
  const widths = names.map((name) =>
    rows.reduce((width, row) => Math.max(width, (row[name] ?? '').length), name.length),
  );
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  await io.stdout.write(line(names.map((name) => name.toUpperCase())));
  for (const row of rows) await io.stdout.write(line(names.map((name) => row[name] ?? '')));
}

/** One JSON document. */
export async function printDocument(value: JsonValue, io: Io): Promise<void> {
  await io.stdout.write(`${printJson(value, 2)}\n`);
}

/** `2026-11-22 14:03:12`, in the reader's own time. */
export function dateText(instant: number | null): string {
  if (instant === null) return '-';
  const date = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
