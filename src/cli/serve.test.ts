import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServeInstance } from './io.ts';
import { runCommandLine } from './testing/test-io.ts';

/** A server that is told of a hang-up as soon as it listens: what it does, in order. */
async function hangUp(isTerminal: boolean): Promise<string[]> {
  const happened: string[] = [];
  const done = Promise.withResolvers<void>();
  const note = (what: string) => {
    happened.push(what);
    done.resolve();
  };
  const server: ServeInstance = {
    ...{ url: 'http://127.0.0.1:1', isFresh: false },
    reopenLog: () => note('reopened its log'),
    close: async () => note('drained'),
  };
  const onHangUp = (listener: () => void) => queueMicrotask(listener);
  void runCommandLine(['serve'], { cwd: tmpdir(), isTerminal, onHangUp, serve: async () => server });
  await done.promise;
  return happened;
}

/** What is said on the way while a server starts that ends at once. */
async function saidWith(flags: readonly string[], env: Record<string, string> = {}, isFresh = false): Promise<string> {
  const server: ServeInstance = {
    ...{ url: 'http://127.0.0.1:5001', isFresh },
    reopenLog: () => {},
    close: async () => {},
  };
  const onHangUp = (listener: () => void) => queueMicrotask(listener);
  const options = { cwd: tmpdir(), env, isTerminal: true, onHangUp, serve: async () => server };
  return (await runCommandLine(['serve', ...flags], options)).stderr;
}

test('a server that others reach says where its links to files lead, unless that is configured', async () => {
  const warning = expect.stringContaining('links to files begin with http://127.0.0.1:5001: set FILES_URL');
  expect(await saidWith(['--host', '0.0.0.0'])).toEqual(warning);
  expect(await saidWith(['--host', '0.0.0.0'], { FILES_URL: 'https://dify.example.com' })).toBe('');
  for (const host of ['127.0.0.1', '::1', 'localhost']) expect(await saidWith(['--host', host])).toBe('');
});

test('the first steps in a new data directory can be copied as they stand', async () => {
  const inDefault = await saidWith([], {}, true);
  expect(inDefault).toContain('curl http://127.0.0.1:5001/v1/workflows/run');
  expect(inDefault).not.toContain('--data-dir');
  const elsewhere = await saidWith(['--data-dir', 'my data'], {}, true);
  expect(elsewhere).toContain(`KEY=$(dify key create --app Hello --data-dir '${join(tmpdir(), 'my data')}')`);
});

test('a server whose terminal is gone drains', async () => {
  expect(await hangUp(true)).toEqual(['drained']);
});

test('a server without a terminal goes on at SIGHUP, in a new log file', async () => {
  expect(await hangUp(false)).toEqual(['reopened its log']);
});
