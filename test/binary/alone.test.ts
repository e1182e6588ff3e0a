import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EmptyMachine, executable } from './empty-machine.ts';

const MIB = 1024 ** 2;

let machine: EmptyMachine;
beforeAll(() => {
  machine = new EmptyMachine();
});
afterAll(() => machine?.remove());

test('it says its version', async () => {
  expect(await machine.run(['--version'])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^dify \d+\.\d+\.\d+\n$/),
    stderr: '',
  });
});

test('it says what it was made of, and its native parts load', async () => {
  const { code, stdout } = await machine.run(['--version', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    node: process.versions.node,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    executable: true,
    sqlite: expect.stringMatching(/^3\./),
    sqliteVec: 'v0.1.9',
  });
});

test('it is no larger than promised', () => {
  const limit = process.platform === 'linux' ? 150 * MIB : 175 * MIB;
  expect(statSync(executable()).size).toBeLessThan(limit);
});

test.runIf(process.platform === 'linux')('it needs no library that small systems lack', () => {
  const libraries = execFileSync('ldd', [executable()], { encoding: 'utf8' });
  expect(libraries).toContain('libstdc++');
  expect(libraries).not.toContain('libatomic');
});

test("it tells nothing about its builder's machine and holds nothing of the tests", () => {
  const bytes = readFileSync(executable());
  const project = resolve(import.meta.dirname, '../..');
  expect([project, join(homedir(), '.npm'), 'vitest'].filter((trace) => bytes.includes(trace))).toEqual([]);
});

test('the environment of a Node developer does not reach it', async () => {
  const { code, stderr } = await machine.run(['--version'], { env: { NODE_OPTIONS: '--no-such-flag' } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

describe('native files', () => {
  let cache: string;
  beforeEach(() => {
    cache = join(machine.home, `cache-${Math.random()}`);
  });
  const version = (env: Record<string, string> = { DIFY_CACHE_DIR: cache }) =>
    machine.run(['--version', '--json'], { env });
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((found) => found.isFile())
      .map((found) => join(found.parentPath, found.name));

  test('are unpacked once, for their owner only', async () => {
    await version();
    const files = filesIn(cache);
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    const times = files.map((file) => statSync(file).mtimeMs);
    await version();
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
  });

  test('that were damaged are replaced', async () => {
    await version();
    const [file = ''] = filesIn(cache);
    const content = readFileSync(file);
    writeFileSync(file, 'damaged');
    expect(await version()).toMatchObject({ code: 0 });
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test('are unpacked by many processes at once without a trace', async () => {
    const ended = await Promise.all(Array.from({ length: 6 }, () => version()));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(filesIn(cache)).toHaveLength(2);
  });

  test('that can be written nowhere give an error that says what to set', async () => {
    const { code, stdout, stderr } = await version({ HOME: '/dev/null' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('DIFY_CACHE_DIR');
    expect(stderr).not.toContain('    at ');
  });

  test.runIf(canMount())('in a folder mounted noexec give an error that says what to set', () => {
    const script = `mount -t tmpfs -o noexec none "$1" && DIFY_CACHE_DIR="$1" "$2" --version --json 2>&1 || true`;
    const output = execFileSync('unshare', ['-m', 'sh', '-c', script, 'sh', machine.home, machine.program], {
      encoding: 'utf8',
    });
    expect(output).toMatch(/noexec.*DIFY_CACHE_DIR/s);
  });
});

/** Only the root of a Linux machine can. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
