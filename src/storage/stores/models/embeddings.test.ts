import { expect, test } from 'vitest';
import { createTenant, movableClock, openInMemory, testFolder } from '../../testing.ts';

const model = { providerName: 'langgenius/openai/openai', modelName: 'text-embedding-3-small' };
const vectors = (count: number, offset = 0) =>
  new Map(Array.from({ length: count }, (_, i) => [`hash ${i + offset}`, new Float32Array([i + offset, 0.1, -1 / 3])]));

test('more vectors than fit into one statement come back as they were, those that are unknown are left out', async () => {
  const storage = openInMemory();
  const { embeddings } = await createTenant(storage);
  const kept = vectors(1001);
  await embeddings.keep(model, kept);
  expect(await embeddings.find(model, ['unknown', ...kept.keys()])).toEqual(kept);
  expect(await embeddings.find(model, [])).toEqual(new Map());
  await storage.close();
});

test('a vector belongs to one model of one provider of one tenant', async () => {
  const storage = openInMemory();
  const { embeddings } = await createTenant(storage);
  await embeddings.keep(model, vectors(1));
  const others = [
    { ...model, modelName: 'text-embedding-3-large' },
    { ...model, providerName: 'langgenius/azure_openai/azure_openai' },
  ];
  for (const other of others) expect(await embeddings.find(other, ['hash 0'])).toEqual(new Map());
  const stranger = await createTenant(storage);
  expect(await stranger.embeddings.find(model, ['hash 0'])).toEqual(new Map());
  await storage.close();
});

test('bytes are 32-bit floats, little-endian', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const stores = await createTenant(storage);
  await stores.embeddings.keep(model, new Map([['a', new Float32Array([1, -2])]]));
  await storage.close();
  const { default: Database } = await import('better-sqlite3');
  const reader = new Database(folder.path);
  const bytes = reader.prepare('SELECT embedding FROM embeddings').pluck().get();
  expect(bytes).toEqual(Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
  reader.close();
});

test('of two processes that embedded the same text at once, the first one is believed by both', async () => {
  using folder = testFolder();
  const mine = folder.open();
  const { tenantId, embeddings } = await createTenant(mine);
  const other = folder.open(); // a second connection with a writer of its own, as another process has
  const theirs = other.tenant(tenantId).embeddings;
  await Promise.all([embeddings.keep(model, vectors(600)), theirs.keep(model, vectors(600, 300))]);
  const hashes = [...vectors(900).keys()];
  expect((await embeddings.find(model, hashes)).size).toBe(900);
  await theirs.keep(model, new Map([['hash 0', new Float32Array([9, 9, 9])]]));
  expect((await embeddings.find(model, ['hash 0'])).get('hash 0')).toEqual(vectors(1).get('hash 0'));
  await Promise.all([mine.close(), other.close()]);
});

test('old vectors can be given up', async () => {
  const clock = movableClock();
  const storage = openInMemory(clock);
  const { embeddings } = await createTenant(storage);
  await embeddings.keep(model, vectors(150));
  clock.advance(10_000);
  await embeddings.keep(model, vectors(1, 500));
  expect(await storage.system.retention.deleteEmbeddings(clock.now() - 5000)).toBe(150);
  expect([...(await embeddings.find(model, ['hash 0', 'hash 500'])).keys()]).toEqual(['hash 500']);
  await storage.close();
});
