import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openModelCredentials } from '../src/instance/models/model-credentials.ts';
import type { Caller } from '../src/kernel/index.ts';
import { findModelProvider, type ModelKind, modelProviderNames, openModelRuntime } from '../src/models/index.ts';
import { addCredential, testModel } from '../src/operations/index.ts';
import { createIdSource, systemClock } from '../src/platform/clock/index.ts';
import { queryValues } from '../src/platform/outbound/index.ts';
import { openVault } from '../src/platform/secrets/index.ts';
import { openStorage } from '../src/storage/index.ts';
import { replyOf } from './fakes/provider-replies.ts';
import { jsonReply, type ReceivedRequest, type ScriptedServer, startScriptedServer } from './fakes/scripted-server.ts';

/**
 * `dify model add` and `dify model test` for every provider there is and every kind of models it serves: real calls, with
 * credentials that were sealed and read again, to a server that speaks the provider's wire.
 */
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

const CANARY = 'canary-4711-of-the-test-do-not-show';

/** A workspace, all of whose requests reach the server, whatever host they are meant for. */
async function openWorkspace(url: string) {
  const [clock, ids, vault] = [systemClock, createIdSource(), openVault(['key'])];
  const storage = openStorage({ path: ':memory:', clock, ids });
  const { id: tenantId } = await storage.system.tenants.create({ name: 'w' });
  const stores = storage.tenant(tenantId);
  const toServer: typeof fetch = (input, init) => fetch(String(input).replace(/^https?:\/\/[^/]+/, url), init);
  const credentials = openModelCredentials({ stores: async () => stores, vault: () => vault, clock, mayWrite: true });
  const models = openModelRuntime({ fetch: toServer, clock, credentials });
  const caller: Caller = { tenantId, actor: { kind: 'system', reason: 'test' }, invokeFrom: 'service-api' };
  const scope = { stores, caller, vault, ids, clock, models, fetchTrusted: toServer };
  return { scope, storage };
}

/** What is made once: keys take a while. */
const serviceAccount = JSON.stringify({
  client_email: 'robot@project.iam.gserviceaccount.com',
  private_key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
});

/** Something for every field that must be there, or of which one must be. */
async function valuesFor(name: string): Promise<Record<string, string>> {
  const provider = await findModelProvider(name);
  const fields = provider?.credentials ?? [];
  const values = fields
    .filter((field) => field.isRequired || (provider?.hasAccess && field.isSecret))
    .map((field) => [field.name, field.isSecret ? CANARY : 'http://provider.test/v1'] as const);
  return { ...Object.fromEntries(values), ...(name === 'vertex_ai' && VERTEX) };
}

const VERTEX = {
  vertex_project_id: 'p',
  vertex_location: 'global',
  vertex_service_account_key: Buffer.from(serviceAccount).toString('base64'),
};

interface Case {
  readonly name: string;
  readonly kind: ModelKind;
  readonly model: string;
}

const cases = (
  await Promise.all(
    (
      await modelProviderNames()
    ).map(async (name): Promise<Case[]> => {
      const provider = await findModelProvider(name);
      return (provider?.kinds ?? []).map((kind) => {
        const known = provider?.models.find((model) => model.kind === kind);
        return { name, kind, model: known?.name ?? 'a-model' };
      });
    }),
  )
).flat();

/** Of Bedrock's first model a parameter says which one is meant; Replicate's have an owner. */
const modelToTest = ({ name, kind, model }: Case) => {
  if (name === 'replicate') return 'meta/llama';
  return name === 'bedrock' && kind === 'llm' ? 'amazon.nova-lite-v1:0' : model;
};

describe.each(cases)('$name, $kind', (wanted) => {
  const { name, kind } = wanted;
  const model = modelToTest(wanted);

  test(`${model} is added after it was asked, and answers when it is tested`, async () => {
    server = await startScriptedServer((request) => replyOf(name, request));
    const { scope, storage } = await openWorkspace(server.url);
    const signal = new AbortController().signal;
    const added = await addCredential(scope, {
      provider: name,
      values: await valuesFor(name),
      model: { name: model, kind },
      signal,
    });
    expect(JSON.stringify(added)).not.toContain(CANARY);
    const asked = server.requests.length;
    expect(asked).toBeGreaterThan(0);
    await testModel(scope, { reference: { provider: name, name: model }, kind, signal });
    expect(server.requests.length).toBeGreaterThan(asked);
    await storage.close();
  });

  test('what stood in the query of its URL is in no error, though the provider repeats it', async () => {
    server = await startScriptedServer((request) =>
      isForToken(request) ? tokenOf(name, request) : jsonReply({ message: `refused: ${request.path}` }, 401),
    );
    const { scope, storage } = await openWorkspace(server.url);
    const values = name === 'wenxin' ? WORKSHOP : await valuesFor(name);
    const request = { provider: name, values, model: { name: model, kind }, signal: new AbortController().signal };
    const error: unknown = await addCredential(scope, request).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('refused: /') });
    const hidden = server.requests.flatMap(({ path }) => queryValues(`http://host${path}`));
    for (const value of hidden) expect(inspect(error, { depth: 9 })).not.toContain(value);
    if (name === 'wenxin') expect(hidden).toContain(TOKEN);
    await storage.close();
  });

  test('a refusal is told in the words of the provider, without the key, and nothing is kept', async () => {
    const refusal = jsonReply({ error: { message: `no such key: ${CANARY}` }, message: `no such key: ${CANARY}` }, 401);
    server = await startScriptedServer((request) => (isForToken(request) ? replyOf(name, request) : refusal));
    const { scope, storage } = await openWorkspace(server.url);
    const values = await valuesFor(name);
    const request = { provider: name, values, model: { name: model, kind }, signal: new AbortController().signal };
    const error = await addCredential(scope, request).then(
      () => new Error('it was accepted'),
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ code: 'provider_not_initialize', message: expect.stringContaining('no such key') });
    // who was given no key cannot know that it is one
    if (Object.values(values).includes(CANARY)) expect(error.message).not.toContain(CANARY);
    expect(await scope.stores.models.listModels()).toEqual([]);
    await storage.close();
  });
});

/** Google's account is asked for a token first, with a signature that nobody here can judge; Baidu's with its key. */
function isForToken({ path }: ReceivedRequest): boolean {
  return path.startsWith('/token') || path.startsWith('/oauth/2.0/token?');
}

/** With these Baidu sells a token, which travels in the query. */
const WORKSHOP = { api_key: `${CANARY}-1`, secret_key: `${CANARY}-2` };
const TOKEN = '24.token-of-the-test';

function tokenOf(name: string, request: ReceivedRequest) {
  return name === 'wenxin' ? jsonReply({ access_token: TOKEN, expires_in: 2_592_000 }) : replyOf(name, request);
}
