import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../src/http/index.ts';
import type { JsonObject, WorkflowRunId } from '../../src/kernel/index.ts';
import { type PatientModel, startPatientModel } from '../fakes/patient-model.ts';
import { app, chatModel, graph, model as modelConfig, node } from './testing/apps.ts';
import { eventsIn, type Served, serve } from './testing/served-apps.ts';

let folder: string;
let model: PatientModel;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dify-coming-back-'));
  model = await startPatientModel('one ', 'two');
});
afterEach(() => {
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks a person, then a model. */
const askingFirst = (): JsonObject =>
  app('advanced-chat', {
    workflow: {
      features: {},
      graph: graph(
        [
          node('start', { type: 'start', variables: [] }),
          node('ask', {
            ...{ type: 'human-input', form_content: 'Really?', timeout: 3, timeout_unit: 'day', inputs: [] },
            user_actions: [{ id: 'yes', title: 'Yes' }],
          }),
          node('llm', {
            ...{ type: 'llm', model: modelConfig, context: { enabled: false }, vision: { enabled: false } },
            prompt_template: [{ role: 'system', text: 'Be brief.' }],
          }),
          node('answer', { type: 'answer', answer: '{{#llm.text#}}' }),
        ],
        { ask: 'yes' },
      ),
    },
  });

async function open(document: JsonObject) {
  const served = await serve({ DIFY_MODEL_GATEWAY: model.url }, folder);
  const { key } = await served.importApp(document);
  const listening = await startServer(served.instance);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const post = (path: string, body: JsonObject) =>
    fetch(`${listening.url}/v1${path}`, { method: 'POST', headers, body: JSON.stringify({ ...body, user: 'ann' }) });
  const ask = () => post('/chat-messages', { inputs: {}, query: 'count', response_mode: 'streaming' });
  return { served, listening, key, post, ask };
}

const follow = (url: string, key: string, runId: string, after: number) =>
  fetch(`${url}/v1/workflow/${runId}/events?user=ann`, {
    headers: { authorization: `Bearer ${key}`, 'last-event-id': String(after) },
  });

/** The places that a stream tells, in order. */
const placesIn = (text: string) => Array.from(text.matchAll(/^id: (\d+)$/gm), ([, id]) => Number(id));

async function runsOf({ instance }: Served) {
  return (await instance.localScope({ user: 'tests' })).stores.runs;
}

test('who comes back to a run that was resumed meanwhile gets what happened before and after', async () => {
  const { served, listening, key, post, ask } = await open(askingFirst());
  const paused = eventsIn(await (await ask()).text());
  const asked = paused.find(({ event }) => event === 'human_input_required')?.['data'] as { form_token: string };
  const runId = String(paused[0]?.['workflow_run_id']);
  const answered = await post(`/form/human_input/${asked.form_token}`, { inputs: {}, action: 'yes' });
  expect(answered.status).toBe(200);
  await model.asked;
  const following = await follow(listening.url, key, runId, 1);
  model.goOn();
  const text = await following.text();
  const last = await (await runsOf(served)).findLastSequence(runId as WorkflowRunId);
  const names = eventsIn(text).map(({ event }) => event);
  expect(names).toEqual(
    expect.arrayContaining(['human_input_required', 'workflow_paused', 'human_input_form_filled', 'message_end']),
  );
  expect(names.filter((name) => name === 'human_input_required')).toHaveLength(1);
  expect([placesIn(text)[0], placesIn(text).at(-1)]).toEqual([2, last]);
  await listening.close();
  await served.close();
});

test('only what is recorded is a place to come back to: nothing is missed when another process goes on', async () => {
  const { served, listening, key, ask } = await open(chatModel());
  const reader = (await ask()).body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = eventsIn((await reader?.read())?.value ?? '')[0];
  const runId = String(first?.['workflow_run_id']);
  await model.asked;
  const following = await follow(listening.url, key, runId, 0);
  await listening.close();
  const text = await following.text();
  const blocks = text.trimEnd().split('\n\n');
  expect(blocks.at(-1)).toMatch(/^data: .*run_interrupted/);
  const recorded = await (await runsOf(served)).findLastSequence(runId as WorkflowRunId);
  expect(Math.max(...placesIn(text))).toBeLessThanOrEqual(recorded);
  await served.close();

  model.goOn();
  const back = await serve({ DIFY_MODEL_GATEWAY: model.url }, folder);
  const again = await startServer(back.instance);
  const rest = await (await follow(again.url, key, runId, Math.max(...placesIn(text)))).text();
  const seen = [...eventsIn(text), ...eventsIn(rest)].filter(({ event }) => event === 'node_finished');
  expect(seen.map(({ data }) => (data as { node_id: string }).node_id)).toEqual(['start', 'llm', 'answer']);
  expect(eventsIn(rest).at(-1)).toMatchObject({ event: 'message_end' });
  await again.close();
  await back.close();
});
