import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findProgram, startServer } from '../crash/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'dify-hang-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('SIGHUP rotates the log of a server without a terminal', { timeout: 60_000 }, async () => {
  const file = join(folder, 'dify.log');
  const env = { DIFY_LOG_FILE: file, DIFY_LOG_LEVEL: 'debug' };
  const server = await startServer({ program: findProgram(), dataDir: join(folder, 'data'), env });
  await fetch(`${server.url}/health`);
  renameSync(file, `${file}.1`);
  server.signal('SIGHUP');
  await expect.poll(() => existsSync(file)).toBe(true);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  await server.kill('SIGTERM');
});
