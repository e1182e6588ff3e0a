import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../src/cli/exit-codes.ts';
import { type ErrorCode, errorCodes } from '../src/kernel/error-codes.ts';
import { KnownError } from '../src/kernel/index.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');

/** The cells of the table under a header line. */
function table(header: string): string[][] {
  const lines = readme.split('\n');
  const first = lines.findIndex((line) => cells(line).join(' | ') === header);
  expect(first, `the table "${header}"`).toBeGreaterThan(0);
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  return lines.slice(first + 2, first + length).map(cells);
}

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

test('the table of exit codes is that of the program', () => {
  expect(table('Exit code | Meaning').map(([code]) => Number(code))).toEqual(Object.values(exitCodes));
});

test('every error code stands there with its exit code and its message', () => {
  const codes = Object.entries(errorCodes) as [ErrorCode, string][];
  expect(table('Code | Exit code | Message')).toEqual(
    codes.map(([code, message]) => [`\`${code}\``, String(exitCodeOf(new KnownError(code))), message]),
  );
});
