import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { app, graph, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Forms with choices and with files: what is offered, what is refused, and what the run gets. */

let served: Served;
let asker: ServedApp;
let host: ScriptedServer;

const files = { allowed_file_types: ['document'], allowed_file_extensions: [], allowed_file_upload_methods: [] };
const colours = { name: 'colours', value_type: 'array[string]', value: ['red', 'blue'], description: '' };

const document = app('advanced-chat', {
  workflow: {
    features: {},
    conversation_variables: [colours],
    graph: graph(
      [
        node('start', { type: 'start', variables: [] }),
        node('ask', {
          ...{ type: 'human-input', form_content: 'Choose', timeout: 3, timeout_unit: 'day' },
          inputs: [
            {
              ...{ type: 'select', output_variable_name: 'size' },
              option_source: { type: 'constant', selector: [], value: ['small', 'large'] },
            },
            {
              ...{ type: 'select', output_variable_name: 'colour' },
              option_source: { type: 'variable', selector: ['conversation', 'colours'], value: [] },
            },
            { type: 'file', output_variable_name: 'letter', ...files },
            { type: 'file-list', output_variable_name: 'others', ...files, number_limits: 2 },
          ],
          user_actions: [{ id: 'yes', title: 'Yes' }],
        }),
        node('read', { type: 'document-extractor', variable_selector: ['ask', 'letter'], is_array_file: false }),
        node('all', { type: 'document-extractor', variable_selector: ['ask', 'others'], is_array_file: true }),
        node('answer', {
          type: 'answer',
          answer: '{{#ask.size#}} {{#ask.colour#}} {{#read.text#}} {{#all.text#}}',
        }),
      ],
      { ask: 'yes' },
    ),
  },
});

beforeAll(async () => {
  host = await startScriptedServer(() => ({ headers: { 'content-type': 'text/plain' }, pieces: ['From afar'] }));
  served = await serve({ DIFY_OUTBOUND_ALLOW: '127.0.0.1' });
  asker = await served.importApp(document);
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await host.close();
});

const call = (...args: Parameters<ReturnType<typeof calling>>) => calling(served.server, asker.key)(...args);

/** A file object of a text that somebody uploads. */
async function upload(user: string, text = 'Dear Ada'): Promise<JsonObject> {
  const { json } = await send('/v1/files/upload', `Bearer ${asker.key}`, { user, text });
  return { transfer_method: 'local_file', upload_file_id: json.id, type: 'document' };
}

/** Uploads a text, as a program or the page of a form does. */
async function send(url: string, authorization: string | undefined, { user = '', text = 'By hand' } = {}) {
  const body = new FormData();
  if (user !== '') body.set('user', user);
  body.set('file', new Blob([text], { type: 'text/plain' }), 'a.txt');
  const request = new Request('http://x/', { method: 'POST', body });
  const headers = { ...Object.fromEntries(request.headers), ...(authorization && { authorization }) };
  const payload = Buffer.from(await request.arrayBuffer());
  const answer = await served.server.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, json: answer.json() };
}

const FORM_UPLOAD = '/api/form/human_input/files/upload';

/** A chat of Ada's that waits at the form. */
async function ask() {
  const chat = { inputs: {}, query: 'hi', user: 'ada', response_mode: 'streaming' };
  const events = eventsIn((await call('POST', '/v1/chat-messages', chat)).text);
  const asked = events.find(({ event }) => event === 'human_input_required');
  const form = asked?.['data'] as { readonly form_token: string; readonly inputs: JsonObject[] };
  const url = `/v1/form/human_input/${form.form_token}`;
  const submit = (inputs: JsonObject) => call('POST', url, { inputs, action: 'yes', user: 'ada' });
  const follow = async () =>
    eventsIn((await call('GET', `/v1/workflow/${asked?.['workflow_run_id']}/events?user=ada`)).text);
  return { form, url, submit, follow };
}

test('a choice among what a variable holds shows what it holds', async () => {
  const { form, url } = await ask();
  const { inputs } = (await call('GET', url)).json;
  expect(inputs).toEqual(form.inputs);
  expect(inputs).toMatchObject([
    { type: 'select', option_source: { type: 'constant', value: ['small', 'large'] } },
    {
      type: 'select',
      option_source: { type: 'variable', selector: ['conversation', 'colours'], value: ['red', 'blue'] },
    },
    { type: 'file', allowed_file_types: ['document'] },
    { type: 'file-list', number_limits: 2 },
  ]);
  expect(inputs.some((input: JsonObject) => Object.hasOwn(input, 'default'))).toBe(false);
});

test('the run gets the choices, and files that it can read', async () => {
  const { submit, follow } = await ask();
  const remote = { transfer_method: 'remote_url', url: `${host.url}/b.txt`, type: 'document' };
  const others = [await upload('ada', 'Mine'), remote];
  const sent = await submit({ size: 'large', colour: 'red', letter: await upload('ada'), others });
  expect(sent).toMatchObject({ status: 200, json: {} });
  const events = await follow();
  const filled = events.find(({ event }) => event === 'human_input_form_filled');
  expect(filled?.['data']).toMatchObject({
    submitted_data: {
      size: 'large',
      letter: { type: 'document', filename: 'a.txt' },
      others: [{}, { filename: 'b.txt' }],
    },
  });
  const said = events.filter(({ event }) => event === 'message').map(({ answer }) => answer);
  expect(said.join('')).toBe('large red Dear Ada - Mine\n- From afar');
});

test('whoever was sent a form uploads files for it, until it is filled in', async () => {
  const { form, follow } = await ask();
  const url = `/api/form/human_input/${form.form_token}`;
  const token = (await served.server.inject({ method: 'POST', url: `${url}/upload-token` })).json();
  expect(token).toEqual({ upload_token: expect.stringMatching(/^hitl_upload_/), expires_at: expect.any(Number) });
  const bearer = `Bearer ${token.upload_token}`;
  const { status, json } = await send(FORM_UPLOAD, bearer);
  expect(status).toBe(201);
  const letter = { transfer_method: 'local_file', upload_file_id: json.id, type: 'document' };
  const payload = { inputs: { size: 'small', colour: 'red', letter, others: [letter] }, action: 'yes' };
  expect(await served.server.inject({ method: 'POST', url, payload })).toMatchObject({ statusCode: 200 });
  expect((await follow()).findLast(({ event }) => event === 'message_end')).toBeDefined();
  expect((await call('GET', `/v1/messages?user=ada&conversation_id=${await lastConversation()}`)).text).toContain(
    'By hand',
  );
  expect(await send(FORM_UPLOAD, bearer)).toMatchObject({ status: 412, json: { code: 'human_input_form_submitted' } });
});

const lastConversation = async () => (await call('GET', '/v1/conversations?user=ada&limit=1')).json.data[0].id;

test.each<[string, string | undefined, number, string]>([
  ['no token', undefined, 401, 'unauthorized'],
  ['another scheme', 'Basic hitl_upload_x', 401, 'unauthorized'],
  ['a token of another kind', 'Bearer app-123', 403, 'invalid_upload_token'],
  ['an unknown token', 'Bearer hitl_upload_x', 403, 'invalid_upload_token'],
])('%s uploads nothing', async (_what, authorization, status, code) => {
  expect(await send(FORM_UPLOAD, authorization)).toMatchObject({ status, json: { code } });
});

test('a form that was filled in wrongly stays open', async () => {
  const { submit, url } = await ask();
  const good = { size: 'small', colour: 'blue', letter: await upload('ada'), others: [] };
  const picture = { ...good.letter, type: 'image' };
  const wrong: [JsonObject, string][] = [
    [{ size: 3 }, "select input 'size': expected string"],
    [{ size: 'huge' }, `select input 'size': "huge" is not offered (offered: small, large)`],
    [{ colour: 'green' }, `select input 'colour': "green" is not offered (offered: red, blue)`],
    [{ letter: null }, "file input 'letter': expected mapping"],
    [{ letter: picture }, "file input 'letter': File validation failed for file: a.txt"],
    [{ letter: await upload('eve') }, "file input 'letter': Invalid upload file: "],
    [{ others: good.letter }, "file list input 'others': expected list"],
    [{ others: ['a.txt'] }, "file list input 'others': expected list of mappings"],
    [{ others: [good.letter, good.letter, good.letter] }, "file list input 'others': exceeds the number limit of 2"],
  ];
  for (const [change, problem] of wrong) {
    const { status, json } = await submit({ ...good, ...change });
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'invalid_form_data' });
    expect(json.message).toContain(`Invalid value for ${problem}`);
  }
  const { json } = await call('POST', url, { inputs: {}, action: 'other', user: 'ada' });
  expect(json.message).toContain('There is no action "other"'); // told before what is missing, as Dify does
  expect(await submit(good)).toMatchObject({ status: 200 });
});

test('a program says for whom it fills in a form', async () => {
  const { url } = await ask();
  const { status, json } = await call('POST', url, { inputs: {}, action: 'yes' });
  expect({ status, code: json.code }).toEqual({ status: 400, code: 'invalid_param' });
});

/** A form whose fields say as little as they may. */
const laxForm = app('workflow', {
  workflow: {
    features: {},
    graph: graph(
      [
        node('start', { type: 'start', variables: [] }),
        node('ask', {
          ...{ type: 'human-input', form_content: 'Anything', timeout: 3, timeout_unit: 'day' },
          inputs: [
            { type: 'select', output_variable_name: 'size' },
            { type: 'file-list', output_variable_name: 'papers' },
          ],
          user_actions: [{ id: 'yes', title: 'Yes' }],
        }),
        node('end', { type: 'end', outputs: [{ variable: 'size', value_selector: ['ask', 'size'] }] }),
      ],
      { ask: 'yes' },
    ),
  },
});

test('a field without rules takes any text and many files, but no herd of them', async () => {
  const { key } = await served.importApp(laxForm);
  const lax = calling(served.server, key);
  const { text } = await lax('POST', '/v1/workflows/run', { inputs: {}, user: 'ada', response_mode: 'streaming' });
  const asked = eventsIn(text).find(({ event }) => event === 'human_input_required');
  const form = asked?.['data'] as { readonly form_token: string };
  const file = { transfer_method: 'remote_url', url: `${host.url}/b.txt`, type: 'document' };
  const submit = (count: number) => {
    const inputs = { size: 'huge', papers: Array<JsonObject>(count).fill(file) };
    return lax('POST', `/v1/form/human_input/${form.form_token}`, { inputs, action: 'yes', user: 'ada' });
  };
  const refused = await submit(1001);
  expect(refused).toMatchObject({ status: 400, json: { code: 'invalid_form_data' } });
  expect(refused.json.message).toContain("file list input 'papers': Number of files exceeds the maximum limit 1000");
  expect(await submit(30)).toMatchObject({ status: 200 });
});
