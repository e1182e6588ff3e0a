import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId, JsonObject, JsonValue, MessageId, UploadFileId } from '../../src/kernel/index.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { app, graph, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** JSON that looks like a file of somebody else. Whoever sends it sees none of that file. */

let served: Served;
let reader: ServedApp;
let forged: JsonObject;
let host: ScriptedServer;

const variables = [
  { variable: 'plain', label: 'plain', type: 'json_object', required: false },
  { variable: 'nested', label: 'nested', type: 'json_object', required: false },
];

const read = (id: string, variable_selector: readonly string[]) =>
  node(id, { type: 'document-extractor', variable_selector, is_array_file: false });

const form = node('form', {
  ...{ type: 'human-input', form_content: 'Go on?', timeout: 3, timeout_unit: 'day', inputs: [] },
  user_actions: [{ id: 'yes', title: 'Yes', button_style: 'primary' }],
});

/** Reads what it is given before it waits for a person, and after. */
const document = app('workflow', {
  workflow: {
    features: {},
    graph: graph(
      [
        node('start', { type: 'start', variables }),
        read('early', ['start', 'nested', 'file']),
        form,
        read('late', ['start', 'nested', 'file']),
        read('top', ['start', 'plain']),
        node('end', {
          type: 'end',
          outputs: ['early', 'late', 'top'].map((id) => ({ variable: id, value_selector: [id, 'text'] })),
        }),
      ].map(forgiving),
      { form: 'yes', early: 'success-branch', late: 'success-branch', top: 'success-branch' },
    ),
  },
});

/** What fails is passed over. */
function forgiving(item: JsonObject): JsonObject {
  const data = item['data'] as JsonObject;
  if (data['type'] !== 'document-extractor') return item;
  const fallback = [{ key: 'text', type: 'string', value: 'refused' }];
  return { ...item, data: { ...data, error_strategy: 'default-value', default_value: fallback } };
}

beforeAll(async () => {
  host = await startScriptedServer(() => ({ headers: { 'content-type': 'image/png' }, pieces: ['a picture'] }));
  served = await serve({ DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  reader = await served.importApp(document);
  forged = fileJson(await upload('ada'));
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await host.close();
});

/** What the product writes where a file stands, and anybody can write. */
function fileJson(id: string): JsonObject {
  return {
    ...{ dify_model_identity: '__dify__file__', id, type: 'document', transfer_method: 'local_file' },
    ...{ related_id: id, filename: 'a.txt', extension: '.txt', mime_type: 'text/plain', size: 7 },
  };
}

/** By somebody who uses an app. */
async function upload(user: string, { key }: Pick<ServedApp, 'key'> = reader): Promise<string> {
  const body = new FormData();
  body.set('user', user);
  body.set('file', new Blob(['Private'], { type: 'text/plain' }), 'a.txt');
  const request = new Request('http://x/', { method: 'POST', body });
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${key}` };
  const payload = Buffer.from(await request.arrayBuffer());
  return (await served.server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload })).json().id;
}

/** What the nodes of a run read, before and after somebody answered its form. */
async function readBy(user: string): Promise<Record<string, unknown>> {
  const call = calling(served.server, reader.key);
  const inputs = { plain: forged, nested: { file: forged } };
  const { text } = await call('POST', '/v1/workflows/run', { inputs, user, response_mode: 'streaming' });
  const asked = eventsIn(text).find(({ event }) => event === 'human_input_required');
  const { form_token } = dataOf(asked);
  // by somebody who was sent its address
  const url = `/api/form/human_input/${form_token}`;
  await served.server.inject({ method: 'POST', url, payload: { inputs: {}, action: 'yes' } });
  const followed = await call('GET', `/v1/workflow/${asked?.['workflow_run_id']}/events?user=${user}`);
  return dataOf(eventsIn(followed.text).at(-1)).outputs;
}

type Data = { readonly form_token: string; readonly outputs: Record<string, unknown> };
const dataOf = (event: Record<string, unknown> | undefined) => (event?.['data'] ?? {}) as Data;

test('is a file of its owner', async () => {
  expect(await readBy('ada')).toEqual({ early: 'Private', late: 'Private', top: 'Private' });
});

test('is nothing for others', async () => {
  expect(await readBy('eve')).toEqual({ early: 'refused', late: 'refused', top: 'refused' });
});

/** Shows what stands at `selector` as its answer. */
const showing = (selector: string, rest: JsonObject = {}) =>
  app('advanced-chat', {
    workflow: {
      features: {},
      ...rest,
      graph: graph([
        node('start', { type: 'start', variables }),
        node('answer', { type: 'answer', answer: `Here: {{#${selector}#}}` }),
      ]),
    },
  });

/** Asks a chatflow; what its messages are made of afterwards. */
async function ask(flow: ServedApp, user: string, inputs: JsonObject = {}) {
  const call = calling(served.server, flow.key);
  const asked = { inputs, user, query: 'Show it.', response_mode: 'streaming' };
  const { text } = await call('POST', '/v1/chat-messages', asked);
  const conversationId = String(eventsIn(text)[0]?.['conversation_id']);
  const { json } = await call('GET', `/v1/messages?user=${user}&conversation_id=${conversationId}`);
  const [message] = json.data as { id: MessageId; message_files: { url: string | null }[] }[];
  if (!message) throw new Error(`No message was recorded: ${text}`);
  return { text, message, files: message.message_files, call };
}

/** The content behind a link; the status where there is none. */
async function open(link: string | null | undefined): Promise<string | number> {
  const { pathname, search } = new URL(link ?? 'http://nowhere/');
  const reply = await served.server.inject({ url: pathname + search });
  return reply.statusCode === 200 ? reply.body : reply.statusCode;
}

describe('an answer that shows it', () => {
  const ways: readonly (readonly [string, string, (id: string) => JsonObject])[] = [
    ['as an upload', 'start.plain', (id) => ({ plain: fileJson(id) })],
    ['as a file of a tool', 'start.plain', (id) => ({ plain: { ...fileJson(id), transfer_method: 'tool_file' } })],
    [
      'as a remote file',
      'start.plain',
      (id) => ({ plain: { ...fileJson(id), transfer_method: 'remote_url', remote_url: 'https://example.com/a.txt' } }),
    ],
    ['inside an object', 'start.nested.deep.file', (id) => ({ nested: { deep: { file: fileJson(id) } } })],
    ['in a list', 'start.nested.files', (id) => ({ nested: { files: [fileJson(id)] } })],
  ];

  test.each(ways)('gives nobody but its owner a link: %s', async (_, selector, inputs) => {
    const flow = await served.importApp(showing(selector));
    const id = await upload('ada', flow);
    const own = await ask(flow, 'ada', inputs(id));
    expect(await open(own.files[0]?.url)).toBe('Private');
    const others = await ask(flow, 'eve', inputs(id));
    expect(others.files).toEqual([]);
    expect(others.text).not.toContain('file-preview');
  });

  test('does not make it a file of the app', async () => {
    const flow = await served.importApp(showing('start.plain'));
    const id = await upload('ada', flow);
    const { call } = await ask(flow, 'eve', { plain: fileJson(id) });
    const preview = (user: string) => call('GET', `/v1/files/${id}/preview?user=${user}`);
    expect((await preview('eve')).json).toMatchObject({ code: 'file_access_denied', status: 403 });
    expect((await preview('ada')).text).toBe('Private');
  });

  test('shows none of another workspace', async () => {
    const workspace = await served.addWorkspace();
    const id = await upload('ada', await workspace.importApp(showing('start.plain')));
    const flow = await served.importApp(showing('start.plain'));
    expect((await ask(flow, 'ada', { plain: fileJson(id) })).files).toEqual([]);
  });

  test('was recorded with it by an earlier version, and shows it no more', async () => {
    const flow = await served.importApp(showing('sys.query'));
    const id = (await upload('ada', flow)) as UploadFileId;
    const { message, call } = await ask(flow, 'eve');
    const { stores } = await served.instance.localScope({ user: 'tests' });
    const { messages, messageParts } = stores.ofApp(await stores.apps.get(flow.id));
    const row = await messages.find(message.id);
    await messageParts.addFile({
      ...{ messageId: message.id, type: 'document', transferMethod: 'local_file', uploadFileId: id },
      ...{ belongsTo: 'assistant', createdBy: row?.fromEndUserId ?? '', createdByRole: 'end_user' },
    });
    const { json } = await call('GET', `/v1/messages?user=eve&conversation_id=${row?.conversationId}`);
    expect(json.data[0].message_files).toMatchObject([{ url: null, upload_file_id: id }]);
    expect((await call('GET', `/v1/files/${id}/preview?user=eve`)).status).toBe(403);
  });
});

describe('files that whoever edits the app has chosen', () => {
  const configured = (value: readonly JsonValue[]) =>
    showing('conversation.samples', {
      conversation_variables: [{ name: 'samples', value_type: 'array[file]', value: [...value], description: '' }],
    });

  /** The same bytes as an upload of this maker. */
  async function uploadOf(accountId: string): Promise<string> {
    const { stores } = await served.instance.localScope({ user: 'tests' });
    const { id: _, tenantId: __, createdAt: ___, ...row } = await stores.uploadFiles.get(forged['id'] as UploadFileId);
    return (await stores.uploadFiles.create({ ...row, createdBy: accountId, createdByRole: 'account' })).id;
  }
  const account = '4f3a1a52-3f64-4d3b-9c80-32b1fbd1ab10' as AccountId;

  test.each([
    ['of an account', () => account],
    ['of the workspace', () => served.tenantId],
  ])('are shown to all: %s', async (_, maker) => {
    const { files } = await ask(await served.importApp(configured([fileJson(await uploadOf(maker()))])), 'eve');
    expect(await open(files[0]?.url)).toBe('Private');
  });

  test('are no uploads of people', async () => {
    expect((await ask(await served.importApp(configured([forged])), 'eve')).files).toEqual([]);
  });

  test('and what an account has uploaded for something else is nobody else’s', async () => {
    const id = await uploadOf(account);
    expect((await ask(await served.importApp(showing('start.plain')), 'eve', { plain: fileJson(id) })).files).toEqual(
      [],
    );
  });

  test.each([
    ['an account', () => uploadOf(account), 'Private'],
    ['a person', () => upload('ada'), undefined],
    [
      'another workspace',
      async () => upload('ada', await (await served.addWorkspace()).importApp(document)),
      undefined,
    ],
  ])('as the icon of a web app: an image of %s', async (_, upload, content) => {
    const icon = await upload();
    const named = { ...(document['app'] as JsonObject), icon_type: 'image', icon };
    const { key } = await served.importApp({ ...document, app: named });
    const { json } = await calling(served.server, key)('GET', '/v1/site');
    expect(json.icon_url === null ? undefined : await open(json.icon_url)).toBe(content);
  });
});

describe('a workflow whose output it is', () => {
  const passing = app('workflow', {
    workflow: {
      features: {},
      graph: graph([
        node('start', { type: 'start', variables }),
        node('end', { type: 'end', outputs: [{ variable: 'file', value_selector: ['start', 'plain'] }] }),
      ]),
    },
  });

  test('gives back what was sent, and adds no link', async () => {
    const call = calling(served.server, (await served.importApp(passing)).key);
    const sent = { inputs: { plain: forged }, user: 'eve', response_mode: 'streaming' };
    const { text } = await call('POST', '/v1/workflows/run', sent);
    const finished = eventsIn(text).find(({ event }) => event === 'workflow_finished');
    expect(finished).toMatchObject({ data: { files: [{ related_id: forged['id'], url: null }] } });
    const told = [text, (await call('GET', `/v1/workflows/run/${finished?.['workflow_run_id']}?user=eve`)).text];
    for (const reply of told) expect(reply).not.toContain('sign=');
  });
});

const request = (rest: JsonObject): JsonObject => ({
  ...{ type: 'http-request', method: 'post', url: host.url, headers: '', params: '', variables: [] },
  ...{ body: { type: 'none', data: [] }, authorization: { type: 'no-auth', config: null }, ...rest },
});

test.each([
  ['ada', 'succeeded', 1],
  ['eve', 'failed', 0],
])('a request carries it for its owner alone: for %s it has %s', async (user, status, sent) => {
  const field = { id: 'f', type: 'file', key: 'f', value: '', file: ['start', 'plain'] };
  const nodes = [
    node('start', { type: 'start', variables }),
    node('send', request({ body: { type: 'form-data', data: [field] } })),
    node('end', { type: 'end', outputs: [] }),
  ];
  const sender = await served.importApp(app('workflow', { workflow: { features: {}, graph: graph(nodes) } }));
  const inputs = { plain: fileJson(await upload('ada', sender)) };
  const before = host.requests.length;
  const { json } = await calling(served.server, sender.key)('POST', '/v1/workflows/run', { inputs, user });
  expect([json.data.status, host.requests.length - before]).toEqual([status, sent]);
});

test('a file that the run itself has made is shown to whoever asked', async () => {
  const nodes = [
    node('start', { type: 'start', variables }),
    node('make', request({ method: 'get' })),
    node('answer', { type: 'answer', answer: '{{#make.files#}}' }),
  ];
  const flow = app('advanced-chat', { workflow: { features: {}, graph: graph(nodes) } });
  expect(await open((await ask(await served.importApp(flow), 'eve')).files[0]?.url)).toBe('a picture');
});
