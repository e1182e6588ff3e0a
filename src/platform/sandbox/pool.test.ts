import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { SandboxOptions } from './index.ts';
import { launchChild } from './launch.ts';
import { openSandbox } from './open-sandbox.ts';

vi.setConfig({ testTimeout: 120_000 }); // the first run may have to make the bundle

/** JavaScript children, which start quickly; `started` counts them. */
function open(options: SandboxOptions) {
  const counter = { started: 0 };
  const pool = openSandbox(options, (language) => {
    counter.started++;
    return launchChild(language);
  });
  onTestFinished(() => pool.close());
  const run = (app: string, code = 'function main() { return 1 }', signal?: AbortSignal) =>
    pool.forApp(app).run({ language: 'javascript', code, inputs: {}, ...(signal && { signal }) });
  return { pool, run, counter };
}

const SLOW = 'const main = () => new Promise((done) => setTimeout(done, 300, 1))';
const ENDLESS = 'function main() { while (true); }';

test('nothing is started before the first run', async () => {
  const { pool, counter } = open({});
  pool.forApp('a');
  expect(counter.started).toBe(0);
});

test('an app keeps its child, another app has its own', async () => {
  const { run, counter } = open({ maxChildren: 4 });
  await run('a');
  await run('a');
  expect(counter.started).toBe(1);
  await run('b');
  expect(counter.started).toBe(2);
});

test('parallel runs of one app have a child each', async () => {
  const { run, counter } = open({ maxChildren: 2 });
  await Promise.all([run('a', SLOW), run('a', SLOW)]);
  expect(counter.started).toBe(2);
});

test('with all places taken the child that was idle longest gives way', async () => {
  const { run, counter } = open({ maxChildren: 2 });
  await run('a');
  await run('b');
  await run('a');
  await run('c'); // in place of b
  await run('a');
  expect(counter.started).toBe(3);
  await run('b');
  expect(counter.started).toBe(4);
});

test('a run waits in line for a busy child', async () => {
  const { run } = open({ maxChildren: 1 });
  const replies = await Promise.all([run('a', SLOW), run('b'), run('a')]);
  expect(replies.map(({ result }) => result)).toEqual([1, 1, 1]);
});

test('the line has a deadline, and its error names both limits', async () => {
  const { run } = open({ maxChildren: 1, queueTimeoutMs: 50, timeoutMs: 1_500 });
  await run('a');
  const busy = run('a', ENDLESS).catch(() => undefined);
  const message = expect.stringMatching(
    /0\.05 s \(CODE_EXECUTION_CONNECT_TIMEOUT\).*1 work at once \(SANDBOX_MAX_CHILDREN\)/,
  );
  await expect(run('b')).rejects.toMatchObject({ kind: 'unavailable', message });
  await busy;
});

test('a child is replaced after a number of runs', async () => {
  const { run, counter } = open({ maxRunsPerChild: 2 });
  for (let count = 0; count < 5; count++) await run('a');
  expect(counter.started).toBe(3);
});

test('single use: no child serves twice', async () => {
  const { run, counter } = open({ singleUse: true, maxChildren: 3 });
  await run('a');
  await run('a');
  expect(counter.started).toBeGreaterThanOrEqual(3); // two that were used, one kept started
});

test('a run that takes too long is ended and the next one works', async () => {
  const { run } = open({ timeoutMs: 500 });
  await expect(run('a', ENDLESS)).rejects.toMatchObject({
    kind: 'timeout',
    message: 'The code ran longer than 0.5 s (SANDBOX_WORKER_TIMEOUT).',
  });
  expect((await run('a')).result).toBe(1);
});

test('a stopped run ends its code', async () => {
  const { run } = open({ maxChildren: 1 });
  await run('a');
  const reason = new Error('stopped by a person');
  const controller = new AbortController();
  const running = run('a', ENDLESS, controller.signal);
  setImmediate(() => controller.abort(reason));
  await expect(running).rejects.toBe(reason);
  expect((await run('a')).result).toBe(1);
});

test.runIf(process.platform === 'linux')('a child that was ended while idle is replaced', async () => {
  const { run, counter } = open({});
  await run('a');
  for (const { pid } of childProcesses()) {
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  }
  expect((await run('a')).result).toBe(1);
  expect(counter.started).toBe(2);
});

test('a closed pool runs nothing', async () => {
  const { pool, run } = open({});
  await run('a');
  await pool.close();
  await expect(run('a')).rejects.toMatchObject({ kind: 'unavailable' });
});

/** A program that starts a child, prints its process id, and then does as `ending` says. */
function startProgram(ending: string) {
  const code = `
import { startChild } from '${import.meta.dirname}/interpreter-child.ts';
import { launchChild } from '${import.meta.dirname}/launch.ts';
import { resolveOptions } from '${import.meta.dirname}/options.ts';
const child = await startChild('javascript', launchChild('javascript'), resolveOptions({}));
console.log(child.pid);
${ending}`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return Number(ran.stdout);
}

async function waitUntilGone(pid: number): Promise<void> {
  await vi.waitFor(() => expect(stateOf(pid)).toMatch(/^(gone|Z)$/), { timeout: 10_000, interval: 50 });
}

function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? 'gone';
  } catch {
    return 'gone';
  }
}

test.runIf(process.platform === 'linux').each([
  ['idle', ''],
  [
    'in an endless loop',
    `void child.run({ code: 'function main() { while (true); }', inputs: '{}', signal: undefined });`,
  ],
])('a child that is %s dies with the program', async (_name, work) => {
  const pid = startProgram(`${work}\nsetTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);`);
  expect(pid).toBeGreaterThan(0);
  await waitUntilGone(pid);
});

test('an idle child does not keep the program alive', () => {
  expect(startProgram('')).toBeGreaterThan(0);
});

test.runIf(process.platform === 'linux')("a child is not in the terminal's group", async () => {
  const { run, pool } = open({});
  await run('a');
  const ownGroup = Number(readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[2]);
  const groups = childProcesses().map(({ group }) => group);
  expect(groups.length).toBeGreaterThan(0);
  expect(groups).not.toContain(ownGroup);
  await pool.close();
});

/** The sandbox children of this process. */
function childProcesses(): { pid: number; group: number }[] {
  const args = ['--ppid', String(process.pid), '-o', 'pid=,pgid=,args='];
  const lines = spawnSync('ps', args, { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([, , ...command]) => command.join().includes('sandbox-child'))
    .map(([pid, group]) => ({ pid: Number(pid), group: Number(group) }));
}
