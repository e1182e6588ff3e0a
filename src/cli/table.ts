import { type JsonValue, mapValues, printJson } from '../kernel/index.ts';
import { displayWidth } from './display-width.ts';
import type { Io } from './io.ts';

/** Rows for people: aligned columns under their names. Where there are none, `empty` is said on the way. */
export async function printTable(
  given: readonly Readonly<Record<string, string>>[],
  io: Io,
  empty = 'nothing there',
): Promise<void> {
  const rows = given.map((row) => mapValues(row, onOneLine));
  const [first] = rows;
  if (!first) return io.stderr.write(`${empty}\n`);
  const names = Object.keys(first);
  const widths = names.map((name) =>
    rows.reduce((width, row) => Math.max(width, displayWidth(row[name] ?? '')), name.length),
  );
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell))))
      .join('  ')
      .trimEnd()}\n`;
  await io.stdout.write(line(names.map((name) => name.toUpperCase())));
  for (const row of rows) await io.stdout.write(line(names.map((name) => row[name] ?? '')));
}

/** A name that somebody gave must not steer the terminal. */
const onOneLine = (cell: string) => cell.replaceAll(/\p{Cc}/gu, ' ');

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
