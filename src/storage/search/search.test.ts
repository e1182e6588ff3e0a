import { expect, test } from 'vitest';
import type { Storage } from '../storage.ts';
import { createTenant, openInMemory, testFolder } from '../testing.ts';
import { spaceOut, toWords } from './words.ts';

const vector = (...numbers: number[]) => new Float32Array(numbers);

async function openIndexes(storage: Storage) {
  const [one, other] = [await createTenant(storage), await createTenant(storage)];
  return { one, other };
}

test('the nearest vectors come first, with their cosine similarity', async () => {
  const storage = openInMemory();
  const { one } = await openIndexes(storage);
  await one.vectors.upsert('app', [
    { id: 'east', vector: vector(2, 0) },
    { id: 'north', vector: vector(0, 3) },
    { id: 'north-east', vector: vector(1, 1) },
  ]);
  const hits = await one.vectors.search('app', vector(1, 0), 2);
  expect(hits.map(({ id }) => id)).toEqual(['east', 'north-east']);
  expect(hits.map(({ score }) => score)).toEqual([expect.closeTo(1), expect.closeTo(Math.SQRT1_2)]);
  await storage.close();
});

test('a vector is replaced by its id, deleted by it, and a collection goes as a whole', async () => {
  using folder = testFolder();
  const storage = folder.open();
  const { one } = await openIndexes(storage);
  await one.vectors.upsert('app', [{ id: 'a', vector: vector(1, 0) }]);
  await one.vectors.upsert('app', [
    { id: 'a', vector: vector(0, 1) },
    { id: 'b', vector: vector(1, 0) },
    { id: 'zero', vector: vector(0, 0) },
  ]);
  await one.vectors.upsert('wide', [{ id: 'a', vector: vector(1, 0, 0) }]);
  expect((await one.vectors.search('app', vector(0, 1), 1))[0]?.id).toBe('a');
  await one.vectors.delete('app', ['a']);
  expect((await one.vectors.search('app', vector(0, 1), 5)).map(({ id }) => id)).toEqual(['b']);
  await one.vectors.deleteCollection('app');
  expect(await one.vectors.search('app', vector(0, 1), 5)).toEqual([]);
  expect(await one.vectors.search('wide', vector(1, 0, 0), 5)).toHaveLength(1);
  await storage.close();
  const again = folder.open();
  expect(await again.tenant(one.tenantId).vectors.search('wide', vector(1, 0, 0), 5)).toHaveLength(1);
  await again.close();
});

test('a collection goes in pieces, and one whose name begins alike stays', async () => {
  const storage = openInMemory();
  const { one } = await openIndexes(storage);
  const items = Array.from({ length: 300 }, (_, place) => ({ id: `${place}`, vector: vector(1, place) }));
  await one.vectors.upsert('app', items);
  await one.vectors.upsert('app', [{ id: 'wide', vector: vector(1, 0, 0) }]);
  await one.vectors.upsert('app 2', items.slice(0, 3));
  await one.vectors.upsert('ap', items.slice(0, 2));
  expect(await one.vectors.deleteSome('app')).toBeLessThan(300);
  expect(await one.vectors.search('app', vector(1, 0), 1)).toHaveLength(1);
  await one.vectors.deleteCollection('app');
  expect(await one.vectors.deleteSome('app')).toBe(0);
  expect(await one.vectors.search('app', vector(1, 0), 1)).toEqual([]);
  expect(await one.vectors.search('app 2', vector(1, 0), 5)).toHaveLength(3);
  expect(await one.vectors.search('ap', vector(1, 0), 5)).toHaveLength(2);
  await storage.close();
});

test('an index that nobody filled finds nothing', async () => {
  const storage = openInMemory();
  const { one } = await openIndexes(storage);
  expect(await one.vectors.search('app', vector(1), 5)).toEqual([]);
  expect(await one.texts.search('app', 'word', 5)).toEqual([]);
  await one.vectors.delete('app', ['a']);
  await one.texts.deleteCollection('app');
  await storage.close();
});

test('the collections of two tenants never meet, though they bear one name', async () => {
  const storage = openInMemory();
  const { one, other } = await openIndexes(storage);
  await one.vectors.upsert('app', [{ id: 'a', vector: vector(1, 0) }]);
  await one.texts.upsert('app', [{ id: 'a', text: 'a secret recipe' }]);
  expect(await other.vectors.search('app', vector(1, 0), 5)).toEqual([]);
  expect(await other.texts.search('app', 'secret', 5)).toEqual([]);
  await other.vectors.deleteCollection('app');
  await other.texts.delete('app', ['a']);
  expect(await one.vectors.search('app', vector(1, 0), 5)).toHaveLength(1);
  expect(await one.texts.search('app', 'secret', 5)).toHaveLength(1);
  await storage.close();
});

test.each([
  ['whole words, in any case', 'RECIPE', ['soup']],
  ['any of several words, texts with more of them first', 'onion cake recipe', ['soup', 'cake']],
  ['words without their accents', 'creme', ['cake']],
  ['Chinese by neighbouring characters', '北京天气', ['weather']],
  ['Japanese within a sentence', '天気はどう', ['japanese']],
  ['the operators of a query language as plain words', 'soup" OR NEAR( AND *', ['soup']],
  ['nothing in a query without words', '?!', []],
])('a search finds %s', async (_, query, expected) => {
  const storage = openInMemory();
  const { one } = await openIndexes(storage);
  await one.texts.upsert('app', [
    { id: 'soup', text: 'A recipe of onion soup' },
    { id: 'cake', text: 'Cake with crème' },
    { id: 'weather', text: '今天北京的天气很好' },
    { id: 'japanese', text: '今日の東京の天気は晴れ' },
  ]);
  const hits = await one.texts.search('app', query, 5);
  expect(hits.map(({ id }) => id).slice(0, expected.length || 1)).toEqual(expected);
  await storage.close();
});

test('a text is replaced by its id', async () => {
  const storage = openInMemory();
  const { one } = await openIndexes(storage);
  await one.texts.upsert('app', [{ id: 'a', text: 'old words' }]);
  await one.texts.upsert('app', [{ id: 'a', text: 'new words' }]);
  expect(await one.texts.search('app', 'old', 5)).toEqual([]);
  expect(await one.texts.search('app', 'words', 5)).toHaveLength(1);
  await storage.close();
});

test('unspaced scripts are split by character, others are left alone', () => {
  expect(spaceOut('Dify 工作流 ok').split(/\s+/)).toEqual(['Dify', '工', '作', '流', 'ok']);
  expect(toWords('Dify 工作流, ok')).toEqual(['dify', '工 作', '作 流', 'ok']);
});
