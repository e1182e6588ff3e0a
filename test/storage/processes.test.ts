import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage } from '../../src/storage/index.ts';

const run = promisify(execFile);
const PROCESSES = 4;
const WRITES = 40;

/** What each process does: open the same new directory, raise one number many times, add rows of its own. */
const program = join(import.meta.dirname, 'writing-process.ts');

test('processes that begin together on an empty directory share it: no error, no lost write', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dify-processes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'dify.db');
  const processes = Array.from({ length: PROCESSES }, (_, index) =>
    run(process.execPath, [program, path, `${index}`, `${WRITES}`]),
  );
  expect((await Promise.all(processes)).map(({ stderr }) => stderr)).toEqual(Array(PROCESSES).fill(''));
  const storage = openStorage({ path, clock: systemClock, ids: createIdSource() });
  const [tenant, ...others] = await storage.system.tenants.list();
  expect(others).toEqual([]); // one of them made it, inside a transaction
  if (!tenant) throw new Error('No tenant was made');
  const { items } = await storage.tenant(tenant.id).apps.list({ name: 'counter' });
  expect(items[0]?.maxActiveRequests).toBe(PROCESSES * WRITES);
  expect((await storage.tenant(tenant.id).apps.list({ name: 'own' })).total).toBe(PROCESSES * WRITES);
  await storage.close();
});
