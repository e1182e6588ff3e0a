import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, faultsOf, runProgram } from './spawned-program.ts';

/** Data directories that the user of a command may not write, or not even read. Root may do anything, so nobody asks. */
const NOBODY = 65_534;
const uid = process.getuid?.() === 0 ? NOBODY : undefined;

const folder = mkdtempSync(join(tmpdir(), 'dify-refused-'));
const dataDir = join(folder, 'data');

beforeAll(async () => {
  buildProgram();
  chmodSync(folder, 0o755);
  if (uid !== undefined) chownSync(folder, uid, uid);
  expect((await run(['app', 'list'])).code).toBe(0);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (argv: readonly string[]) =>
  runProgram([...argv, '--data-dir', dataDir], { cwd: folder, ...(uid !== undefined && { uid }) });

/** The directory, then everything in it. */
function protect(mode: number, filesMode: number): void {
  for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), name === 'processes' ? mode : filesMode);
  chmodSync(dataDir, mode);
}

const COMMANDS = [
  ['app', 'import', join(import.meta.dirname, '../../templates/hello.yml')],
  ['key', 'create', '--dataset'],
  ['runs', 'list'],
  ['jobs', 'list'],
  ['user', 'create', 'ann@example.com', '--generate-password'],
  ['serve', '--port', '0'],
].map((argv) => ({ argv, name: argv.slice(0, 2).join(' ') }));

describe.skipIf(process.platform === 'win32').each([
  ['read only', 0o500, 0o400, 1, 'dify.db cannot be used', 'must be able to write'],
  ['closed', 0o000, 0o000, 2, 'dify.yml cannot be read', 'Run as the user'],
])('in a directory that is %s', (_, mode, filesMode, code, message, hint) => {
  beforeAll(() => protect(mode, filesMode));
  afterAll(() => {
    chmodSync(dataDir, 0o700);
    protect(0o700, 0o600);
  });

  test.each(COMMANDS)('$name says what would help', async ({ argv }) => {
    const end = await run(argv);
    expect({ code: end.code, stdout: end.stdout, faults: faultsOf(end) }).toEqual({ code, stdout: '', faults: [] });
    expect(end.stderr).toContain(message);
    expect(end.stderr).toContain(hint);
  });
});
