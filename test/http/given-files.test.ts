import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { chat, echo, greeting } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(['Fine.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const remote = (name: string, type?: string): JsonObject => ({
  ...{ transfer_method: 'remote_url', url: `https://example.com/${name}`, ...(type && { type }) },
});
const uploads = (more: JsonObject): JsonObject => ({ file_upload: { enabled: true, number_limits: 2, ...more } });

async function ask(document: JsonObject, files: readonly JsonObject[]) {
  const call = calling(served.server, (await served.importApp(document)).key);
  const mode = (document['app'] as JsonObject)['mode'];
  const url = mode === 'workflow' ? '/v1/workflows/run' : '/v1/chat-messages';
  const { json } = await call('POST', url, { inputs: { name: 'Ada' }, query: 'look', files: [...files], user: 'ada' });
  const read = async () => (await call('GET', `/v1/messages/${json.message_id}?user=ada`)).json.message_files;
  return { json, read };
}

describe('files beside a question', () => {
  test.each([
    ['a chat', chat],
    ['a chatflow', echo],
  ])('are ignored by %s that takes none', async (_, app) => {
    const { json, read } = await ask(app(), [remote('a.png', 'image')]);
    expect(json).toMatchObject({ event: 'message' });
    expect(await read()).toEqual([]);
  });

  test('are what the app allows', async () => {
    const images = echo(uploads({ allowed_file_types: ['image'] }));
    const { read } = await ask(images, [remote('a.png', 'image'), {}, { transfer_method: 'remote_url', url: '' }]);
    expect(await read()).toMatchObject([{ type: 'image', transfer_method: 'remote_url', belongs_to: 'user' }]);
    const refused = await ask(images, [remote('a.pdf', 'document')]);
    expect(refused.json).toMatchObject({
      ...{ code: 'invalid_param', status: 400, message: 'File validation failed for file: a.pdf' },
    });
  });

  test('come in the ways that the app allows', async () => {
    const local = uploads({ allowed_file_types: ['image'], allowed_file_upload_methods: ['local_file'] });
    expect((await ask(chat(local), [remote('a.png', 'image')])).json.code).toBe('invalid_param');
  });

  test('are not too many', async () => {
    const some = [remote('a.png', 'image'), remote('b.png', 'image'), remote('c.png', 'image')];
    const any = uploads({ allowed_file_types: ['image', 'document'] });
    expect((await ask(chat(any), some)).json.message).toBe('Number of image files exceeds the maximum limit 2');
    const documents = some.map((file) => ({ ...file, type: 'document' }));
    expect((await ask(echo(any), documents)).json.message).toBe('Number of files exceeds the maximum limit 2');
  });

  test('are taken by a workflow that says nothing of them', async () => {
    expect((await ask(greeting, [remote('a.pdf', 'document')])).json.data.status).toBe('succeeded');
  });
});

test('the file of a form field is what the field allows', async () => {
  const field = { variable: 'doc', label: 'doc', type: 'file', required: true, allowed_file_types: ['document'] };
  const text = JSON.stringify(greeting).replace('"variables":[{', `"variables":[${JSON.stringify(field)},{`);
  const call = calling(served.server, (await served.importApp(JSON.parse(text))).key);
  const run = async (doc: JsonObject) =>
    (await call('POST', '/v1/workflows/run', { inputs: { name: 'Ada', doc }, user: 'ada' })).json;
  expect((await run(remote('a.pdf', 'document'))).data.status).toBe('succeeded');
  expect(await run(remote('a.png', 'image'))).toMatchObject({
    ...{ code: 'invalid_param', message: 'File validation failed for file: a.png' },
  });
});
