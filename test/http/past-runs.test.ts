import { afterAll, beforeAll, expect, test } from 'vitest';
import { app, graph, node } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

/** Gives the file of its form back; a node of it fails, and goes on with a default. */
const limping = app('workflow', {
  workflow: {
    features: {},
    graph: graph([
      node('start', {
        type: 'start',
        variables: [
          { variable: 'paper', label: 'Paper', type: 'file', required: true, allowed_file_types: ['document'] },
        ],
      }),
      node('ask', {
        ...{ type: 'http-request', method: 'get', url: 'http://127.0.0.1:1/', headers: '', params: '', variables: [] },
        ...{ body: { type: 'none', data: [] }, authorization: { type: 'no-auth', config: null } },
        ...{ error_strategy: 'default-value', default_value: [{ key: 'body', type: 'string', value: 'nothing' }] },
      }),
      node('end', { type: 'end', outputs: [{ variable: 'paper', value_selector: ['start', 'paper'] }] }),
    ]),
  },
});

test('who asks for the events of a run that is over is told its end as those who were there', async () => {
  const made = await served.importApp(limping);
  const call = calling(served.server, made.key);
  const id = await upload(served, made, { name: 'a.txt', type: 'text/plain', bytes: 'A' });
  const paper = { type: 'document', transfer_method: 'local_file', upload_file_id: id };
  const body = { inputs: { paper }, user: 'ada', response_mode: 'streaming' };
  const last = eventsIn((await call('POST', '/v1/workflows/run', body)).text).at(-1);
  expect(last).toMatchObject({
    data: { status: 'partial-succeeded', exceptions_count: 1, files: [{ related_id: id }] },
  });
  const events = eventsIn((await call('GET', `/v1/workflow/${last?.['workflow_run_id']}/events?user=ada`)).text);
  expect(events).toEqual([last]);
});
