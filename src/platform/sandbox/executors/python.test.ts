import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Float, type JsonObject } from '../../../kernel/index.ts';
import { openSandbox } from '../index.ts';

vi.setConfig({ testTimeout: 60_000 });

const interpreter = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).stdout.trim();
const pool = openSandbox({ executor: { mode: 'python', interpreter }, timeoutMs: 20_000, maxResultBytes: 10_000 });
const hasty = openSandbox({ executor: { mode: 'python', interpreter }, timeoutMs: 1_000 });
afterAll(() => Promise.all([pool.close(), hasty.close()]));

const run = (code: string, inputs: JsonObject = {}, signal?: AbortSignal) =>
  pool.forApp('a').run({ language: 'python3', code, inputs, ...(signal && { signal }) });

describe.runIf(interpreter !== '')("an operator's Python", () => {
  test('runs main and keeps numbers apart', async () => {
    const code = 'print("é")\ndef main(i, f, s): return [i + 2**70, f * 2, type(f).__name__, s]';
    const reply = await run(code, { i: 1, f: new Float(5), s: 'ä🙂\n' });
    expect(reply).toEqual({ result: [2n ** 70n + 1n, new Float(10), 'float', 'ä🙂\n'], stdout: 'é\n' });
  });

  test('gets nothing of our environment and an empty folder that is removed', async () => {
    vi.stubEnv('DIFY_CANARY', 'secret');
    const { result } = await run(
      'import os\ndef main(): return [os.getcwd(), os.listdir(), "DIFY_CANARY" in os.environ, os.environ["HOME"]]',
    );
    const [folder, content, hasCanary, home] = result as [string, string[], boolean, string];
    expect([content, hasCanary, home === folder, existsSync(folder)]).toEqual([[], false, true, false]);
  });

  test.each([
    [
      'an error',
      'def main():\n    return 1 / 0',
      'script',
      /^Traceback[\s\S]*"<code>", line 2, in main[\s\S]*ZeroDivisionError/,
    ],
    ['no main', 'x = 1', 'script', /name 'main' is not defined/],
    ['the end of Python', 'import os\nos._exit(3)', 'script', /ended Python \(code 3\)/],
    ['a long result', 'def main(): return "x" * 100_000', 'output', /SANDBOX_MAX_RESULT_BYTES: 10000/],
  ])('%s is told as such', async (_name, code, kind, message) => {
    await expect(run(code)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  test('a run that takes too long is ended with the processes it started', async () => {
    const code = `import subprocess, sys
def main():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(child.pid, flush=True)
    child.wait()`;
    const error: unknown = await hasty
      .forApp('a')
      .run({ language: 'python3', code, inputs: {} })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ kind: 'timeout', message: expect.stringContaining('SANDBOX_WORKER_TIMEOUT') });
    const pid = Number((error as { stdout: string }).stdout);
    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
  });

  test('a stopped run is ended', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(run('def main():\n    while True: pass', {}, controller.signal)).rejects.toThrow('stopped');
  });
});

test('an interpreter that is not there is named', async () => {
  const open = openSandbox({ executor: { mode: 'python', interpreter: '/nowhere/python3' } });
  const failed = open.forApp('a').run({ language: 'python3', code: 'def main(): return 1', inputs: {} });
  await expect(failed).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('/nowhere/python3'),
  });
  await open.close();
});
