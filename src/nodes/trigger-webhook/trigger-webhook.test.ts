import { expect, test } from 'vitest';
import { object, string } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { triggerPlugin } from '../trigger-plugin/index.ts';
import { triggerSchedule } from '../trigger-schedule/index.ts';
import { triggerWebhook } from './index.ts';

const data: JsonObject = {
  headers: { 'X-Req-Id': 'r9' },
  query_params: { page: '2' },
  body: { msg: 'hi', raw: 'whole text' },
  files: { doc: { name: 'no reference' } },
};
const run = (document: JsonObject) =>
  runNode(triggerWebhook, document, { inputs: { webhook_data: object(data) }, variables: { 'sys.user_id': 'u' } });

test('each header, parameter and field is an output, beside the request and the system variables', async () => {
  const result = await run({
    headers: [{ name: 'x-req-id' }, { name: 'x-other', required: true }],
    params: [{ name: 'page' }],
    body: [
      { name: 'msg', type: 'string' },
      { name: 'doc', type: 'file' },
      { name: 'toString', type: 'string' },
    ],
  });
  expect(outputsOf(result)).toEqual({
    x_req_id: 'r9',
    x_other: null,
    page: '2',
    msg: 'hi',
    doc: { name: 'no reference' },
    toString: null,
    _webhook_raw: data,
    'sys.user_id': 'u',
  });
  expect(result.inputs).toEqual({ webhook_data: data });
});

test('a text body is one output', async () => {
  const result = await run({ content_type: 'text/plain', body: [{ name: 'text', type: 'string' }] });
  expect(outputsOf(result)).toMatchObject({ text: 'whole text' });
});

test('an event of a plugin gives its payload', async () => {
  const document = { provider_id: 'p', event_name: 'issue', plugin_unique_identifier: 'u' };
  const result = await runNode(triggerPlugin, document, { inputs: { title: string('t') } });
  expect(outputsOf(result)).toEqual({ title: 't' });
  expect(result.metadata).toEqual({ trigger_info: document });
});

test('the clock gives system variables alone', async () => {
  const result = await runNode(triggerSchedule, { mode: 'visual' }, { variables: { 'sys.timestamp': 5 } });
  expect(outputsOf(result)).toEqual({ 'sys.timestamp': 5 });
});
