import { tmpdir } from 'node:os';
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

test('a server whose terminal is gone drains', async () => {
  expect(await hangUp(true)).toEqual(['drained']);
});

test('a server without a terminal goes on at SIGHUP, in a new log file', async () => {
  expect(await hangUp(false)).toEqual(['reopened its log']);
});
