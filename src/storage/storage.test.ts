import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { createIdSource, systemClock } from '../platform/clock/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { openConnection } from './dialects/sqlite/connection.ts';
import { listMigrations } from './dialects/sqlite/migrate.ts';
import type { App } from './rows.ts';
import { openStorage, openStorageToRead, type Storage } from './storage.ts';
import { createApp, createTenant, newRun, newRunId, openInMemory, testFolder } from './testing.ts';

const ids = createIdSource();

test('what was written is there after closing and opening again, in one file without a log', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  await storage.close();
  expect(readdirSync(dirname(folder.path))).toEqual(['dify.db']);
  const again = folder.open();
  expect(await again.tenant(stores.tenantId).apps.get(app.id)).toEqual(app);
  await again.close();
});

test('only the owner may read the database and its log', async () => {
  using folder = testFolder();
  const storage = folder.open();
  await createTenant(storage);
  for (const path of [folder.path, `${folder.path}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600);
  await storage.close();
});

test.skipIf(process.platform !== 'linux')('a second storage of the process leaves the first its locks', async () => {
  using folder = testFolder();
  const first = folder.open();
  await createTenant(first);
  const locks = () => readFileSync('/proc/locks', 'utf8').split('\n');
  const own = () => locks().filter((line) => line.includes(`:${statSync(folder.path).ino} `));
  expect(own()).toHaveLength(1);
  await folder.open().close();
  expect(own()).toHaveLength(1);
  await first.close();
});

test('a file is durable, checked and able to shrink', () => {
  using folder = testFolder();
  const storage = folder.open();
  const connection = openConnection({ path: folder.path });
  expect(connection.raw.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(connection.raw.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(connection.raw.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(connection.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  connection.close();
  return storage.close();
});

test('two storages on one file write beside each other, and each notices the other', async () => {
  using folder = testFolder();
  const [one, other] = [folder.open(), folder.open()];
  const stores = await createTenant(one);
  const app = await createApp(stores);
  const before = other.foreignWrites();
  const runIds = Array.from({ length: 60 }, newRunId);
  await Promise.all(
    runIds.map((runId, index) =>
      (index % 2 === 0 ? one : other).tenant(stores.tenantId).runs.record({ runId, run: newRun(app.id) }),
    ),
  );
  expect(await one.tenant(stores.tenantId).runs.count({})).toBe(60);
  expect(other.foreignWrites()).not.toBe(before);
  const quiet = one.foreignWrites();
  await stores.apps.update(app.id, { name: 'Changed by its own process' });
  expect(one.foreignWrites()).toBe(quiet);
  await Promise.all([one.close(), other.close()]);
});

test('a transaction is done as a whole, sees its own writes, and nobody writes in between', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const raise = () =>
    stores.transaction(async ({ apps }) => {
      const { maxActiveRequests } = await apps.get(app.id);
      await new Promise(setImmediate);
      await apps.update(app.id, { maxActiveRequests: (maxActiveRequests ?? 0) + 1 });
      return (await apps.get(app.id)).maxActiveRequests;
    });
  expect(await Promise.all(Array.from({ length: 5 }, raise))).toEqual([1, 2, 3, 4, 5]);
  const failed = stores.transaction(async ({ apps }) => {
    await apps.update(app.id, { name: 'Lost' });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect((await stores.apps.get(app.id)).name).toBe('Echo');
  await storage.close();
});

test('a transaction refuses stores from outside of it, and its own stores end with it', async () => {
  const storage = openInMemory();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const outside = stores.transaction(() => stores.apps.update(app.id, { name: 'x' }));
  await expect(outside).rejects.toThrow('Inside a transaction');
  const kept = await stores.transaction(async (inner) => inner);
  await expect(kept.apps.update(app.id, { name: 'x' })).rejects.toThrow('is over');
  await storage.close();
});

test('a closed storage has written everything that was submitted before', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const records = Array.from({ length: 300 }, () => stores.runs.record({ runId: newRunId(), run: newRun(app.id) }));
  await Promise.all([storage.close(), ...records]);
  await expect(stores.apps.update(app.id, { name: 'x' })).rejects.toThrow('closed');
  const again = folder.open();
  expect(await again.tenant(stores.tenantId).runs.count({})).toBe(300);
  await again.close();
});

test('a copy taken while work goes on is a whole database', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  const app = await createApp(stores);
  const copy = `${folder.path}.copy`;
  const records = Array.from({ length: 50 }, () => stores.runs.record({ runId: newRunId(), run: newRun(app.id) }));
  await storage.copyTo(copy);
  await Promise.all(records);
  await storage.close();
  const copied = openStorage({ path: copy, clock: systemClock, ids });
  expect((await copied.tenant(stores.tenantId).apps.get(app.id)).name).toBe('Echo');
  await copied.close();
});

const added = { name: '9999-added', statements: () => 'ALTER TABLE apps ADD COLUMN added text;' };
const broken = {
  name: '9999-broken',
  statements: () => 'ALTER TABLE apps ADD COLUMN added text; DROP TABLE missing;',
};

test('an upgrade keeps a copy of what was there, and an older program then refuses the file', async () => {
  using folder = testFolder();
  const first = folder.open();
  const stores = await createTenant(first);
  await first.close();
  const known = listMigrations();
  const options = { path: folder.path, clock: systemClock, ids };
  await openStorage({ ...options, migrations: [...known, added] }).close();
  const kept = `${folder.path}.before-${String(known.length).padStart(4, '0')}`;
  const old = openStorage({ ...options, path: kept });
  expect((await old.system.tenants.get(stores.tenantId)).name).toBe('Ada Workspace');
  await old.close();
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(() => openStorage(options)).toThrow(expect.objectContaining({ code: 'data_directory_invalid' }));
});

test('a copy of an earlier upgrade gives way to one of what is there now', async () => {
  using folder = testFolder();
  const first = folder.open();
  const { tenantId } = await createTenant(first);
  await first.close();
  const known = listMigrations();
  const options = { path: folder.path, clock: systemClock, ids };
  const kept = `${folder.path}.before-${String(known.length).padStart(4, '0')}`;
  await openStorage({ ...options, migrations: [...known, added] }).close();
  cpSync(kept, folder.path); // somebody goes back to it, and works on
  const back = folder.open();
  await back.system.tenants.update(tenantId, { name: 'Changed since' });
  await back.close();
  await openStorage({ ...options, migrations: [...known, added] }).close();
  const old = openStorage({ ...options, path: kept });
  expect((await old.system.tenants.get(tenantId)).name).toBe('Changed since');
  await old.close();
  expect(readdirSync(dirname(folder.path)).filter((name) => name.includes('draft'))).toEqual([]);
});

test('an upgrade that fails leaves the file as it was', async () => {
  using folder = testFolder();
  await folder.open().close();
  const options = { path: folder.path, clock: systemClock, ids };
  expect(() => openStorage({ ...options, migrations: [...listMigrations(), broken] })).toThrow('no such table');
  const storage = folder.open();
  expect(await storage.system.tenants.list()).toEqual([]);
  await storage.close();
});

test('who only reads writes nothing', async () => {
  using folder = testFolder();
  await folder.open().close();
  const reader = openStorageToRead({ path: folder.path, clock: systemClock, ids });
  expect(await reader.system.tenants.list()).toEqual([]);
  await expect(createTenant(reader)).rejects.toThrow('readonly');
  await reader.close();
});

test.each([
  ['an older', [...listMigrations(), added]],
  ['a newer', listMigrations().slice(0, -1)],
])('who only reads is told of %s version, and leaves it as it is', async (which, migrations) => {
  using folder = testFolder();
  await folder.open().close();
  const [bytes, names] = [readFileSync(folder.path), readdirSync(dirname(folder.path))];
  const options = { path: folder.path, clock: systemClock, ids, migrations };
  expect(() => openStorageToRead(options)).toThrow(
    expect.objectContaining({
      code: 'data_directory_invalid',
      message: expect.stringContaining(`was written by ${which} version`),
      hint: expect.any(String),
    }),
  );
  expect(readFileSync(folder.path).equals(bytes)).toBe(true);
  expect(readdirSync(dirname(folder.path))).toEqual(names);
  await folder.open().close(); // nobody holds it
});

test('plans rest on no statistics: those that older programs left, when there was little to count, are gone', async () => {
  using folder = testFolder();
  const known = listMigrations();
  const options = { path: folder.path, clock: systemClock, ids: createIdSource() };
  const older = known.findIndex(({ name }) => name.endsWith('fewer-indexes'));
  await openStorage({ ...options, migrations: known.slice(0, older) }).close();
  const connection = openConnection({ path: folder.path });
  const listStatistics = () =>
    connection.raw.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").all();
  connection.raw.exec("INSERT INTO blobs VALUES ('one', 1, 1, 1); ANALYZE");
  expect(listStatistics()).not.toEqual([]);
  const storage = openStorage(options);
  await createTenant(storage);
  await storage.close();
  expect(listStatistics()).toEqual([]);
  connection.close();
});

test('a new file is upgraded to nothing and needs no copy', async () => {
  using folder = testFolder();
  await folder.open().close();
  expect(readdirSync(dirname(folder.path)).filter((name) => name.includes('before'))).toEqual([]);
});

const MEGABYTE = 1024 * 1024;
const logSize = (path: string) => statSync(`${path}-wal`).size / MEGABYTE;

/** Five megabytes a round, through the storages in turn. */
async function writeMuch(storages: readonly Storage[], app: App, rounds: number): Promise<void> {
  const events = { sequence: 1, count: 1, text: JSON.stringify('x'.repeat(50_000)) };
  for (let round = 0; round < rounds; round++) {
    const { runs } = (storages[round % storages.length] ?? storages[0])?.tenant(app.tenantId) ?? {};
    const batch = Array.from({ length: 100 }, () => runs?.record({ runId: newRunId(), run: newRun(app.id), events }));
    await Promise.all(batch);
  }
}

test.each([1, 3])('the log stays small while much is written through %i storages', async (count) => {
  using folder = testFolder();
  const storages = Array.from({ length: count }, () => folder.open());
  const [first] = storages;
  if (!first) throw new Error('no storage');
  const app = await createApp(await createTenant(first));
  await writeMuch(storages, app, 12);
  expect(logSize(folder.path)).toBeLessThan(40); // of 60 MB
  for (const storage of storages) await storage.close();
});

test('a log that a reader keeps from being cut is cut once the reader has gone', async () => {
  using folder = testFolder();
  const told: string[] = [];
  const log = { ...silentLog, warn: (text: string) => void told.push(text) };
  const storage = openStorage({ path: folder.path, clock: systemClock, ids, log });
  const app = await createApp(await createTenant(storage));
  const reader = openConnection({ path: folder.path, isReadOnly: true });
  reader.raw.exec('BEGIN; SELECT * FROM apps');
  await writeMuch([storage], app, 16);
  expect(logSize(folder.path)).toBeGreaterThan(64);
  expect(told).toEqual(['A reader keeps the write-ahead log from being cut']);
  reader.close();
  await writeMuch([storage], app, 2);
  expect(logSize(folder.path)).toBeLessThan(40);
  await storage.close();
});
