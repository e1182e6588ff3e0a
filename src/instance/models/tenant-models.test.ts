import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startObligingModel } from '../../../test/fakes/obliging-model.ts';
import { loadConfig } from '../../platform/config/index.ts';
import { openInstance } from '../index.ts';

async function startGateway() {
  const server = await startObligingModel();
  onTestFinished(() => server.close());
  return { DIFY_MODEL_GATEWAY: `${server.url}/v1`, requests: server.requests };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dify-models-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('an instance that is opened again knows the embeddings of documents, and asks again for those of questions', async () => {
  const { requests, ...env } = await startGateway();
  const config = loadConfig({ env, flags: { dataDir: newFolder() } });
  const embed = async (purpose: 'document' | 'query') => {
    const instance = openInstance({ config, keepsRecords: true });
    const { models } = await instance.localScope({ user: 'ada' });
    const model = await models.embeddingModel({ provider: 'openai', name: 'text-embedding-3-small' });
    const vectors = await model.embed(['one', 'two', 'one'], purpose);
    await instance.close();
    return vectors;
  };
  const first = await embed('document');
  expect(await embed('document')).toEqual(first);
  expect(requests).toHaveLength(1);
  await embed('query');
  await embed('query');
  expect(requests).toHaveLength(3);
});
