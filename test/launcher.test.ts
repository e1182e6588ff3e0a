import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

/** The real launcher in a project of its own whose program is the few lines below: `node start.mjs WHAT`. */
const PROGRAM = `
const what = process.argv[2];
const tell = (word) => process.stdout.write(word + '\\n');
if (what === 'exit') process.exitCode = Number(process.argv[3]);
if (what === 'pids') tell(process.pid + ' ' + process.ppid);
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (what === 'args') tell(JSON.stringify(process.argv.slice(2)));
if (what === 'cwd') tell(process.cwd());
if (what === 'node') tell(process.version);
if (what === 'stdin') process.stdin.pipe(process.stdout);
if (what === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { tell(signal); process.exit(130); });
  setInterval(() => {}, 1000);
  tell('ready');
}
if (what === 'deaf') {
  setInterval(() => {}, 1000);
  tell('ready');
}
if (what === 'flood') {
  process.stdout.on('error', (error) => { process.stderr.write(error.code); process.exit(0); });
  const more = () => process.stdout.write('x'.repeat(65536));
  setInterval(more, 1);
}
`;

const project = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'dify-launcher-'));
const launcher = join(folder, 'bin', 'dify.js');

beforeAll(() => {
  for (const name of ['bin', 'build/bundle', 'bare/bin']) mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(join(project, 'bin/dify.js'), launcher);
  copyFileSync(join(project, 'bin/launched.js'), join(folder, 'bin/launched.js'));
  copyFileSync(join(project, 'bin/dify.js'), join(folder, 'bare/bin/dify.js'));
  for (const name of ['package.json', 'bare/package.json']) writeFileSync(join(folder, name), '{"type":"module"}');
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(launcher, join(folder, 'dify'));
  writeFileSync(join(folder, 'build/bundle/start.mjs'), PROGRAM);
  stamp('another version, so that another Node is needed');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Says that the program is up to date and which Node it wants. */
function stamp(node: string): void {
  writeFileSync(
    join(folder, 'build/current.json'),
    JSON.stringify({ folder: join(folder, 'build/bundle'), node, inputs: [] }),
  );
}

/** Nodes before 22.15, and those of Windows, cannot become another program. */
const WITHOUT_EXECVE = ['--import', 'data:text/javascript,delete process.execve'];

const starting =
  (flags: readonly string[] = []) =>
  (args: readonly string[], file = launcher): ChildProcess =>
    spawn(process.execPath, [...flags, file, ...args], { cwd: tmpdir(), detached: true });

/** The code as a shell tells it. */
async function finish(child: ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  if (!child.stdout || !child.stderr) throw new Error('started without pipes');
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const [code, signal] = end as [number | null, NodeJS.Signals | null];
  return { code: code ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr };
}

describe.each([
  ['becomes the program', starting()],
  ['stays beside the program', starting(WITHOUT_EXECVE)],
])('a launcher that %s', (_, start) => {
  test.each([0, 3, 124])('the exit code %d passes through', async (code) => {
    expect(await finish(start(['exit', String(code)]))).toMatchObject({ code });
  });

  test('a killed program is told as a shell tells it', async () => {
    expect(await finish(start(['die']))).toMatchObject({ code: 137 });
  });

  test('arguments pass through as they are', async () => {
    const { stdout } = await finish(start(['args', '--x', 'a b', '', '"', '--inspect']));
    expect(JSON.parse(stdout)).toEqual(['args', '--x', 'a b', '', '"', '--inspect']);
  });

  test('the program runs where the caller stands, also through a symlink', async () => {
    expect(await finish(start(['cwd'], join(folder, 'dify')))).toMatchObject({ code: 0, stdout: `${tmpdir()}\n` });
  });

  test('standard input passes through', async () => {
    const child = start(['stdin']);
    child.stdin?.end('hello');
    expect(await finish(child)).toMatchObject({ code: 0, stdout: 'hello' });
  });

  test('a closed pipe reaches the program', async () => {
    const child = start(['flood']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    if (!child.stderr) throw new Error('started without pipes');
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'EPIPE' });
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s is passed on and the launcher waits for the end', async (signal) => {
    const child = start(['wait']);
    child.stdout?.once('data', () => child.kill(signal));
    expect(await finish(child)).toMatchObject({ code: 130, stdout: `ready\n${signal}\n` });
  });

  test('SIGINT of a terminal reaches the program once', async () => {
    const child = start(['wait']);
    child.stdout?.once('data', () => process.kill(-(child.pid ?? 0), 'SIGINT'));
    expect(await finish(child)).toMatchObject({ code: 130, stdout: 'ready\nSIGINT\n' });
  });

  test('says nothing of its own', async () => {
    expect(await finish(start(['exit', '0']))).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

test('where it can, the launcher becomes the program', async () => {
  const child = starting()(['pids']);
  expect((await finish(child)).stdout).toBe(`${child.pid} ${process.pid}\n`);
});

test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'a launcher beside the program that gets %s leaves nothing behind',
  async (signal) => {
    const child = starting(WITHOUT_EXECVE)(['wait']);
    child.stdout?.once('data', () => child.kill(signal));
    const { stdout } = await finish(child); // closed when the program has ended, too
    expect(stdout).toBe(`ready\n${signal === 'SIGKILL' ? 'SIGTERM' : signal}\n`);
  },
);

test('a program that does not listen ends with its launcher', async () => {
  const child = starting(WITHOUT_EXECVE)(['deaf']);
  child.stdout?.once('data', () => child.kill('SIGKILL'));
  expect((await finish(child)).stdout).toBe('ready\n');
});

test.each([
  ['can become it', starting()],
  ['cannot', starting(WITHOUT_EXECVE)],
])('a Node that does not start is named by a launcher that %s', async (_, start) => {
  const broken = mkdtempSync(join(tmpdir(), 'dify-broken-'));
  onTestFinished(() => rmSync(broken, { recursive: true, force: true }));
  cpSync(folder, broken, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  const { platform, arch } = process;
  const pinned = join(broken, `node_modules/node-${platform}-${arch}/bin`);
  mkdirSync(pinned, { recursive: true });
  writeFileSync(join(pinned, 'node'), 'no program');
  const { code, stderr } = await finish(start(['exit', '0'], join(broken, 'bin/dify.js')));
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('does not start') });
});

test('the right Node runs the program without a second process', async () => {
  stamp(process.versions.node);
  const { stdout } = await finish(starting()(['node'])).finally(() => stamp('another version'));
  expect(stdout).toBe(`${process.version}\n`);
});

test('missing dependencies are named with the command that brings them', async () => {
  const { code, stderr } = await finish(starting()([], join(folder, 'bare/bin/dify.js')));
  expect(code).toBe(1);
  expect(stderr).toBe(`dify: the dependencies are missing in ${join(folder, 'bare')}: run \`npm ci\` there\n`);
});
