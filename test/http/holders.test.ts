import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiTokenId, AppId, TaskId, WorkflowRunId } from '../../src/kernel/index.ts';
import {
  addCredential,
  createApiExtension,
  createKey,
  createMember,
  deleteApp,
  exportApp,
  followRun,
  importApp,
  listApiExtensions,
  listModels,
  listProviders,
  publishApp,
  removeApiExtension,
  removeCredential,
  resetPassword,
  revokeKey,
  type Scope,
  setDefaultModel,
  stopRun,
  testModel,
} from '../../src/operations/index.ts';
import { approval } from './contract/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Whoever holds a key of a workspace or the token of a form is nobody in particular: no check of rights lets them pass. */

let served: Served;
let app: ServedApp;
let run: { readonly id: WorkflowRunId; readonly taskId: TaskId; readonly formToken: string };

beforeAll(async () => {
  served = await serve();
  app = await served.importApp(approval('workflow'));
  const body = { inputs: { name: 'Ada' }, user: 'ada', response_mode: 'streaming' };
  const events = eventsIn((await calling(served.server, app.key)('POST', '/v1/workflows/run', body)).text);
  const asked = events.find(({ event }) => event === 'human_input_required');
  const data = asked?.['data'] as { readonly form_token: string };
  run = {
    id: asked?.['workflow_run_id'] as WorkflowRunId,
    taskId: asked?.['task_id'] as TaskId,
    formToken: data.form_token,
  };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

const holders: readonly (readonly [string, () => Promise<Scope>])[] = [
  ['a key', async () => served.instance.enterWorkspace(served.tenantId)],
  ['a form', async () => formScope()],
];

async function formScope(): Promise<Scope> {
  const holder = await served.instance.enterForm(run.formToken);
  if (!holder) throw new Error('The form is not there');
  return holder.scope;
}

const { signal } = new AbortController();
const person = { email: 'eve@example.com', password: 'long-enough-1' };
const reference = { provider: 'openai', name: 'gpt-4o-mini' };
const extension = { name: 'x', endpoint: 'http://127.0.0.1:1/', apiKey: 'long-enough' };

/** Everything that asks who may. */
const guarded: Readonly<Record<string, (scope: Scope) => Promise<unknown>>> = {
  importApp: (scope) => importApp(scope, { text: JSON.stringify(approval('workflow')), isConfirmed: true }),
  publishApp: (scope) => publishApp(scope, { appId: app.id }),
  exportApp: (scope) => exportApp(scope, { appId: app.id, includeSecrets: true }),
  deleteApp: (scope) => deleteApp(scope, { appId: app.id }),
  createKey: (scope) => createKey(scope, {}),
  revokeKey: (scope) => revokeKey(scope, { id: app.id as string as ApiTokenId }),
  createMember: (scope) => createMember(scope, person),
  resetPassword: (scope) => resetPassword(scope, person),
  addCredential: (scope) => addCredential(scope, { provider: 'openai', values: { openai_api_key: 'sk' }, signal }),
  removeCredential: (scope) => removeCredential(scope, { id: app.id }),
  setDefaultModel: (scope) => setDefaultModel(scope, { kind: 'llm', reference }),
  listModels: (scope) => listModels(scope),
  listProviders: (scope) => listProviders(scope),
  testModel: (scope) => testModel(scope, { reference, kind: 'llm', signal }),
  createApiExtension: (scope) => createApiExtension(scope, extension),
  listApiExtensions: (scope) => listApiExtensions(scope),
  removeApiExtension: (scope) => removeApiExtension(scope, { id: app.id }),
};

describe.each(holders)('whoever holds %s', (_, enter) => {
  test.each(Object.entries(guarded))('may not: %s', async (_name, operation) => {
    const scope = await enter();
    await expect((async () => operation(scope))()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('has no chats and sees no runs, and stops none', async () => {
    const scope = await enter();
    await expect(scope.chatOwner(app.id as AppId, 'ada')).rejects.toMatchObject({ code: 'forbidden' });
    const row = await scope.stores.apps.get(app.id);
    const request = { app: row, runId: run.id, until: 'pause', signal } as const;
    await expect(followRun(scope, request)).rejects.toMatchObject({ code: 'not_found' });
    await stopRun(scope, { taskId: run.taskId });
    expect((await scope.stores.runs.get(run.id)).status).toBe('paused');
  });

  test('names no file of anybody', async () => {
    const scope = await enter();
    const { stores } = await served.instance.localScope({ user: 'tests' });
    const { hash, size } = await scope.uploads.blobs.put(Buffer.from('Private'));
    const { id } = await stores.uploadFiles.create({
      ...{ name: 'a.txt', extension: 'txt', mimeType: 'text/plain', blobHash: hash, size },
      ...{ createdBy: 'somebody', createdByRole: 'end_user' },
    });
    const named = { transfer_method: 'local_file', upload_file_id: id };
    await expect(scope.files.resolve(named)).rejects.toMatchObject({ code: 'invalid_param' });
  });
});

test('a form is answered all the same, by whoever holds its token', async () => {
  const url = `/api/form/human_input/${run.formToken}`;
  expect((await served.server.inject({ url })).statusCode).toBe(200);
  const payload = { inputs: { note: 'fine' }, action: 'approve' };
  expect((await served.server.inject({ method: 'POST', url, payload })).json()).toEqual({});
  const followed = await calling(served.server, app.key)('GET', `/v1/workflow/${run.id}/events?user=ada`);
  expect(eventsIn(followed.text).at(-1)).toMatchObject({ event: 'workflow_finished', data: { status: 'succeeded' } });
});
