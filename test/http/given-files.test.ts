import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { app, chat, echo, graph, greeting, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';
import { visit } from './testing/visitor.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(['Fine.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1`, DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
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

  test.each([
    [{ transfer_method: 'pigeon' }, "No matching enum found for value 'pigeon'"],
    [{ transfer_method: 'remote_url', type: 'smell' }, "'smell' is not a valid FileType"],
  ])('come in no way and are of no kind that nobody knows: %o', async (words, message) => {
    const file = { ...remote('a.png', 'image'), ...words };
    const error = { code: 'invalid_param', status: 400, message };
    expect((await ask(chat(uploads({ allowed_file_types: ['image'] })), [file])).json).toEqual(error);
    const field = { variable: 'doc', label: 'doc', type: 'file', required: true, allowed_file_types: ['image'] };
    const text = JSON.stringify(greeting).replace('"variables":[{', `"variables":[${JSON.stringify(field)},{`);
    const call = calling(served.server, (await served.importApp(JSON.parse(text))).key);
    const body = { inputs: { name: 'Ada', doc: file }, user: 'ada' };
    expect((await call('POST', '/v1/workflows/run', body)).json).toEqual(error);
  });

  test('are told in the order in which they were given', async () => {
    const names = ['e', 'b', 'd', 'a', 'c'].map((name) => `${name}.png`);
    const images = echo(uploads({ allowed_file_types: ['image'], number_limits: names.length }));
    const { read } = await ask(
      images,
      names.map((name) => remote(name, 'image')),
    );
    expect((await read()).map(({ url }: { url: string }) => url)).toEqual(names.map((n) => `https://example.com/${n}`));
  });

  test('are not too many', async () => {
    const some = [remote('a.png', 'image'), remote('b.png', 'image'), remote('c.png', 'image')];
    const any = uploads({ allowed_file_types: ['image', 'document'] });
    expect((await ask(chat(any), some)).json.message).toBe('Number of image files exceeds the maximum limit 2');
    const documents = some.map((file) => ({ ...file, type: 'document' }));
    expect((await ask(echo(any), documents)).json.message).toBe('Number of files exceeds the maximum limit 2');
  });

  test('are no herd, wherever they stand', async () => {
    const message = 'Number of files exceeds the maximum limit 1000';
    const nowhere = {
      transfer_method: 'local_file',
      type: 'image',
      upload_file_id: '0197d2b0-0000-7000-8000-000000000000',
    };
    const herd = Array<JsonObject>(1001).fill(nowhere);
    expect((await ask(greeting, herd)).json).toMatchObject({ code: 'invalid_param', message });
    const field = { variable: 'docs', label: 'docs', type: 'file-list', required: true, allowed_file_types: ['image'] };
    const text = JSON.stringify(greeting).replace('"variables":[{', `"variables":[${JSON.stringify(field)},{`);
    const call = calling(served.server, (await served.importApp(JSON.parse(text))).key);
    const body = { inputs: { name: 'Ada', docs: herd }, user: 'ada' };
    expect((await call('POST', '/v1/workflows/run', body)).json).toMatchObject({ code: 'invalid_param', message });
  });

  test('are taken by a workflow that says nothing of them', async () => {
    expect((await ask(greeting, [remote('a.pdf', 'document')])).json.data.status).toBe('succeeded');
  });
});

describe('the end of an answer', () => {
  const texts = uploads({ allowed_file_types: ['document'] });
  const end = async (document: JsonObject, files: readonly JsonObject[]) => {
    const app = await served.importApp(document);
    const call = calling(served.server, app.key);
    const id = await upload(served, app, { name: 'a.txt', type: 'text/plain', bytes: 'Hello' });
    const local = { transfer_method: 'local_file', type: 'document', upload_file_id: id };
    const body = { inputs: {}, query: 'look', user: 'ada', response_mode: 'streaming' };
    const asked = files.map((file) => (file['upload_file_id'] ? local : file));
    const events = eventsIn((await call('POST', '/v1/chat-messages', { ...body, files: asked })).text);
    const { message_id: message, ...last } = events.at(-1) ?? { event: 'none' };
    return { id, last, kept: (await call('GET', `/v1/messages/${message}?user=ada`)).json.message_files };
  };

  test('of an app without a graph names all files of its message as the history does', async () => {
    const { id, last, kept } = await end(chat(texts), [{ upload_file_id: 'the upload' }]);
    const file = {
      filename: 'a.txt',
      type: 'document',
      transfer_method: 'local_file',
      mime_type: 'text/plain',
      size: 5,
    };
    expect(last['files']).toEqual([
      {
        ...{ ...file, extension: '.txt', related_id: kept[0].id, upload_file_id: id, remote_url: '' },
        url: expect.stringContaining(`/files/${id}/file-preview?`),
      },
    ]);
    expect(kept).toMatchObject([{ ...file, upload_file_id: id, belongs_to: 'user' }]);
  });

  test('of an app without a graph names none with null, that of a chatflow with an empty list', async () => {
    expect((await end(chat(texts), [])).last).toMatchObject({ event: 'message_end', files: null });
    expect((await end(echo(texts), [{ upload_file_id: 'the upload' }])).last).toMatchObject({ files: [] });
  });
});

describe('a file at an address', () => {
  const pictured = app('workflow', {
    workflow: {
      features: {},
      graph: graph([
        node('start', { type: 'start', variables: [{ variable: 'doc', label: 'doc', type: 'file', required: true }] }),
        node('read', { type: 'document-extractor', variable_selector: ['start', 'doc'], is_array_file: false }),
        node('end', {
          type: 'end',
          outputs: [
            { variable: 'file', value_selector: ['start', 'doc'] },
            { variable: 'text', value_selector: ['read', 'text'] },
          ],
        }),
      ]),
    },
  });
  const asked: string[] = [];
  let host: ScriptedServer;
  beforeAll(async () => {
    host = await startScriptedServer(({ method, path }) => {
      asked.push(`${method} ${path}`);
      if (path === '/gone.txt' && method === 'HEAD') return { status: 404 };
      const name = path === '/named' && { 'content-disposition': `attachment; filename="r%C3%A9sum%C3%A9.md"` };
      const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': '5', ...name };
      return { headers, pieces: method === 'HEAD' ? [] : ['words'] };
    });
  });
  beforeEach(() => void asked.splice(0));
  afterAll(() => host.close());

  const START = { type: 'start', variables: [{ variable: 'docs', label: 'docs', type: 'file-list', required: true }] };
  const END = { type: 'end', outputs: [] };
  const remoteAt = (path: string): JsonObject => ({ transfer_method: 'remote_url', url: host.url + path });

  async function given(path: string, more: JsonObject = {}) {
    const call = calling(served.server, (await served.importApp(pictured)).key);
    const doc = { ...remoteAt(path), ...more };
    return (await call('POST', '/v1/workflows/run', { inputs: { doc }, user: 'ada' })).json.data.outputs;
  }

  test('is what its host tells of it', async () => {
    expect(await given('/papers/2301.001')).toMatchObject({
      file: { filename: '2301.001', extension: '.txt', mime_type: 'text/plain', size: 5, type: 'document' },
      text: 'words',
    });
    expect(asked).toEqual(['HEAD /papers/2301.001', 'GET /papers/2301.001']);
    const named = { filename: 'résumé.md', extension: '.md', mime_type: 'text/markdown', size: 5 };
    expect((await given('/named')).file).toMatchObject(named);
    // its name counts before what a server says of its type
    expect((await given('/data.csv')).file).toMatchObject({ extension: '.csv', mime_type: 'text/csv', size: 5 });
  });

  test('is what its address says where its host tells nothing', async () => {
    expect((await given('/gone.txt')).file).toMatchObject({ filename: 'gone.txt', mime_type: 'text/plain', size: -1 });
  });

  test('is what the request says, and then nobody is asked', async () => {
    const said = { filename: 'mine.txt', mime_type: 'text/plain', size: 7 };
    expect((await given('/other', said)).file).toMatchObject(said);
    expect(asked).toEqual(['GET /other']);
  });

  test('is one of twenty at most whose host is asked', async () => {
    const many = app('workflow', {
      workflow: { features: {}, graph: graph([node('start', START), node('end', END)]) },
    });
    const call = calling(served.server, (await served.importApp(many)).key);
    const files = Array.from({ length: 30 }, (_, place) => remoteAt(`/${place}.txt`));
    const docs = { inputs: { docs: files }, files: files.slice(0, 1), user: 'ada' };
    expect((await call('POST', '/v1/workflows/run', docs)).json.data.status).toBe('succeeded');
    expect(asked).toHaveLength(21);
  });

  test('is not looked for where apps may not reach', async () => {
    const doc = { transfer_method: 'remote_url', url: 'http://169.254.169.254/latest/a.txt' };
    const call = calling(served.server, (await served.importApp(pictured)).key);
    const { json } = await call('POST', '/v1/workflows/run', { inputs: { doc }, user: 'ada' });
    expect(json.data).toMatchObject({ status: 'failed', error: expect.stringContaining('169.254.169.254') });
  });

  test('that was fetched before is not fetched again', async () => {
    const published = await served.importApp(pictured);
    const visitor = await visit(served, published);
    const kept = await visitor.call('POST', '/api/remote-files/upload', { url: `${host.url}/kept.txt` });
    asked.splice(0);
    const doc = { transfer_method: 'remote_url', type: 'document', url: kept.json.url, upload_file_id: kept.json.id };
    const run = await visitor.call('POST', '/api/workflows/run', { inputs: { doc } });
    const { data } = eventsIn(run.text).at(-1) as { data?: JsonObject };
    expect(data).toMatchObject({
      status: 'succeeded',
      outputs: {
        file: { filename: 'kept.txt', transfer_method: 'remote_url', related_id: kept.json.id, size: 5 },
        text: 'words',
      },
    });
    expect(asked).toEqual([]);
    const other = await (await visit(served, published)).call('POST', '/api/workflows/run', { inputs: { doc } });
    expect(other.json).toMatchObject({ code: 'invalid_param', message: `Invalid upload file: "${kept.json.id}"` });
  });
});

test('empty places of a list of files are left out', async () => {
  const field = {
    variable: 'docs',
    label: 'docs',
    type: 'file-list',
    required: true,
    allowed_file_types: ['document'],
  };
  const text = JSON.stringify(greeting).replace('"variables":[{', `"variables":[${JSON.stringify(field)},{`);
  const call = calling(served.server, (await served.importApp(JSON.parse(text))).key);
  const docs = [{}, remote('a.pdf', 'document'), { transfer_method: 'remote_url', url: '' }];
  const { json } = await call('POST', '/v1/workflows/run', { inputs: { name: 'Ada', docs }, user: 'ada' });
  expect(json.data.status).toBe('succeeded');
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
