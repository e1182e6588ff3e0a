import { writeFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Served, serve } from './testing/served-apps.ts';

/** What requests are told that find no room for what they would store; the errors are those of SQLite and the system. */

let served: Served;
beforeAll(async () => {
  served = await serve();
  served.server.get('/full-database', async () => fillDatabase());
  served.server.get('/full-disk', async () => writeFile('/dev/full', 'one byte too many'));
});
afterAll(() => served.close());
beforeEach(() => void (served.errors as unknown[]).splice(0));

function fillDatabase(): void {
  const database = new Database(':memory:');
  database.pragma('max_page_count = 2');
  database.exec('CREATE TABLE rows (bytes BLOB)');
  try {
    database.prepare('INSERT INTO rows VALUES (zeroblob(100000))').run();
  } finally {
    database.close();
  }
}

async function expectTold(url: string, code: string): Promise<void> {
  const reply = await served.server.inject({ method: 'GET', url });
  expect([reply.statusCode, reply.json()]).toEqual([
    507,
    { code: 'disk_full', message: expect.stringContaining('database or disk is full'), status: 507 },
  ]);
  expect(served.errors).toEqual([
    ['request failed', expect.objectContaining({ path: url, error: expect.objectContaining({ code }) })],
  ]);
}

test('a full database is told as that, and the operator sees where', () => expectTold('/full-database', 'SQLITE_FULL'));

// no other system has a device that is always full
test.runIf(process.platform === 'linux')('a full disk is told as that, too', () => expectTold('/full-disk', 'ENOSPC'));
