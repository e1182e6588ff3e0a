import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startServer } from '../../src/http/index.ts';
import type { WorkflowRunId } from '../../src/kernel/index.ts';
import { type PatientModel, startPatientModel } from '../fakes/patient-model.ts';
import { chatModel } from './testing/apps.ts';
import { eventsIn, type Served, serve } from './testing/served-apps.ts';

let folder: string;
let model: PatientModel;
afterEach(() => {
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(drainSeconds: string): Promise<Served> {
  return serve({ DIFY_MODEL_GATEWAY: model.url, DIFY_DRAIN_SECONDS: drainSeconds }, folder);
}

/** A server with a run under way. */
async function begin(drainSeconds: string) {
  folder = mkdtempSync(join(tmpdir(), 'dify-drain-'));
  model = await startPatientModel('one ', 'two');
  const served = await open(drainSeconds);
  const { key } = await served.importApp(chatModel());
  const listening = await startServer(served.instance);
  const stream = fetch(`${listening.url}/v1/chat-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: {}, query: 'count', user: 'ann', response_mode: 'streaming' }),
  }).then((response) => response.text());
  await model.asked;
  return { served, listening, stream };
}

test('a server that is told to end lets its runs come to their end, and takes no new ones', async () => {
  const { served, listening, stream } = await begin('60');
  const closing = listening.close();
  await expect.poll(() => served.instance.isDraining).toBe(true);
  const refused = await fetch(`${listening.url}/health`);
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'server_closing', status: 503 }]);
  model.goOn();
  const names = eventsIn(await stream).map(({ event }) => event);
  expect(names.slice(-2)).toEqual(['workflow_finished', 'message_end']);
  await closing;
  expect(served.infos).toEqual([
    ['the server drains', { runs: 1, answers: 1, patienceSeconds: 60 }],
    ['the server has drained', { runsLeft: 0, answersCutOff: 0, elapsedSeconds: expect.any(Number) }],
  ]);
  await served.close();
});

test('a run that takes too long goes on when a server is back', async () => {
  const { served, listening, stream } = await begin('0');
  await listening.close();
  expect(served.infos.at(-1)).toEqual([
    'the server has drained',
    { runsLeft: 1, answersCutOff: 0, elapsedSeconds: expect.any(Number) },
  ]);
  await served.close();
  const seen = eventsIn(await stream);
  expect(seen.at(-1)).toMatchObject({ event: 'error', code: 'run_interrupted', status: 503 });
  expect(seen.map(({ event }) => event)).not.toContain('workflow_finished');

  model.goOn();
  const back = await open('0');
  const scope = await back.instance.localScope({ user: 'tests' });
  const id = seen[0]?.['workflow_run_id'] as WorkflowRunId;
  await expect.poll(async () => (await scope.stores.runs.get(id)).status).toBe('succeeded');
  expect((await scope.stores.runs.get(id)).outputs).toMatchObject({ answer: 'one two' });
  expect(back.errors).toEqual([]);
  await back.close();
});
