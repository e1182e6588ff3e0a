import { expect, test } from 'vitest';
import { sealCredential } from '../../models/index.ts';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { openVault } from '../../platform/secrets/index.ts';
import { openStorage } from '../../storage/index.ts';
import { openModelCredentials } from './model-credentials.ts';

const OPENAI = 'langgenius/openai/openai';
const query = { provider: OPENAI, kind: 'llm', model: 'gpt' } as const;

/** A workspace with credentials `a`, `b`, … of OpenAI, and a time that a test moves. */
async function openWorkspace(names: readonly string[]) {
  const time = { now: 1_000_000 };
  const clock = { ...systemClock, now: () => time.now };
  const ids = createIdSource();
  const storage = openStorage({ path: ':memory:', clock, ids });
  const stores = storage.tenant((await storage.system.tenants.create({ name: 'w' })).id);
  const vault = openVault(['key']);
  for (const name of names) {
    const id = ids.next();
    const encryptedConfig = sealCredential(vault, 'provider_credentials', id, { openai_api_key: name });
    await stores.models.createCredential({ id, providerName: OPENAI, credentialName: name, encryptedConfig });
  }
  const source = openModelCredentials({ stores: async () => stores, vault: () => vault, clock, mayWrite: true });
  const found = async () => (await source.find(query)).map(({ values }) => values['openai_api_key']).join('');
  const idOf = async (name: string) =>
    (await stores.models.listCredentials()).find(({ credentialName }) => credentialName === name)?.id ?? '';
  return { storage, stores, vault, source, found, idOf, time, ids };
}

test('credentials of a provider take turns', async () => {
  const { found, storage } = await openWorkspace(['a', 'b', 'c']);
  expect([await found(), await found(), await found(), await found()]).toEqual(['abc', 'bca', 'cab', 'abc']);
  await storage.close();
});

test.each([
  ['rate-limited', 60_000],
  ['refused', 10_000],
  ['unreachable', 10_000],
] as const)('one that was %s rests for %i ms', async (outcome, rest) => {
  const { found, storage, source, idOf, time } = await openWorkspace(['a', 'b']);
  source.report(await idOf('a'), outcome);
  expect([await found(), await found()]).toEqual(['b', 'b']);
  time.now += rest - 1;
  expect([await found(), await found()]).toEqual(['b', 'b']);
  time.now += 1;
  expect([await found(), await found()]).toEqual(['ab', 'ba']);
  await storage.close();
});

test('when all rest, the one that wakes first is tried', async () => {
  const { found, storage, source, idOf } = await openWorkspace(['a', 'b']);
  source.report(await idOf('a'), 'rate-limited');
  source.report(await idOf('b'), 'refused');
  expect(await found()).toBe('b');
  await storage.close();
});

test('the credentials of a model itself come instead of those of its provider', async () => {
  const { found, storage, stores, vault, ids } = await openWorkspace(['a']);
  const id = ids.next();
  const model = { providerName: OPENAI, modelName: 'gpt', modelType: 'llm' };
  const encryptedConfig = sealCredential(vault, 'provider_model_credentials', id, { openai_api_key: 'own' });
  await stores.models.createModelCredential({ id, ...model, credentialName: 'own', encryptedConfig });
  expect(await found()).toBe('own');
  await storage.close();
});

test('a sealed credential that was moved to another row is refused, and passed over where there is another one', async () => {
  const { found, storage, stores, idOf } = await openWorkspace(['a', 'b']);
  const stolen = (await stores.models.findCredential(await idOf('a')))?.encryptedConfig ?? '';
  await stores.models.updateCredential(await idOf('b'), { encryptedConfig: stolen });
  expect(await found()).toBe('a');
  await stores.models.deleteCredential(await idOf('a'));
  await expect(found()).rejects.toMatchObject({ code: 'data_directory_invalid' });
  await storage.close();
});

test('what an earlier key sealed is sealed anew at its first use', async () => {
  const { storage, stores, idOf } = await openWorkspace(['a']);
  const id = await idOf('a');
  const vault = openVault(['new key', 'key']);
  const options = { stores: async () => stores, vault: () => vault, clock: systemClock };
  const sealed = async () => (await stores.models.findCredential(id))?.encryptedConfig ?? '';
  const before = await sealed();
  await openModelCredentials({ ...options, mayWrite: false }).find(query);
  expect(await sealed()).toBe(before);
  const [credential] = await openModelCredentials({ ...options, mayWrite: true }).find(query);
  expect(credential?.values).toEqual({ openai_api_key: 'a' });
  expect([vault.isOutdated(before), vault.isOutdated(await sealed())]).toEqual([true, false]);
  await storage.close();
});

test('the default model is the chosen one, else one that the workspace can reach', async () => {
  const { storage, stores, source } = await openWorkspace(['a']);
  expect(await source.defaultModel('llm')).toBeUndefined();
  await stores.models.saveProvider({ providerName: OPENAI, isValid: true });
  expect(await source.defaultModel('text-embedding')).toMatchObject({ provider: OPENAI });
  expect(await source.defaultModel('rerank')).toBeUndefined();
  await stores.models.saveDefault({ modelType: 'rerank', providerName: 'x', modelName: 'y' });
  expect(await source.defaultModel('rerank')).toEqual({ provider: 'x', name: 'y' });
  await storage.close();
});
