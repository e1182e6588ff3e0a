import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { app, graph, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** JSON that looks like a file of somebody else. Whoever sends it sees none of that file. */

let served: Served;
let reader: ServedApp;
let forged: JsonObject;

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
  served = await serve();
  reader = await served.importApp(document);
  const id = await upload('ada');
  forged = {
    ...{ dify_model_identity: '__dify__file__', id, type: 'document', transfer_method: 'local_file' },
    ...{ related_id: id, filename: 'a.txt', extension: '.txt', mime_type: 'text/plain', size: 7 },
  };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

async function upload(user: string): Promise<string> {
  const body = new FormData();
  body.set('user', user);
  body.set('file', new Blob(['Private'], { type: 'text/plain' }), 'a.txt');
  const request = new Request('http://x/', { method: 'POST', body });
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${reader.key}` };
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
