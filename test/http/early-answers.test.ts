import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject, WorkflowRunId } from '../../src/kernel/index.ts';
import { type PatientModel, startPatientModel } from '../fakes/patient-model.ts';
import { app, model as modelConfig, node } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';

let folder: string;
let model: PatientModel;
let served: Served;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dify-early-answers-'));
  model = await startPatientModel('one ', 'two');
});
afterEach(async () => {
  await served.close();
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (drainSeconds = '0') =>
  serve({ DIFY_MODEL_GATEWAY: model.url, DIFY_DRAIN_SECONDS: drainSeconds }, folder);

const asking = (id: string) =>
  node(id, {
    ...{ type: 'human-input', form_content: `${id}?`, timeout: 3, timeout_unit: 'day' },
    inputs: [{ type: 'paragraph', output_variable_name: 'note' }],
    user_actions: [{ id: 'yes', title: 'Yes' }],
  });

const talking = node('work', {
  ...{ type: 'llm', model: modelConfig, context: { enabled: false }, vision: { enabled: false } },
  prompt_template: [{ role: 'user', text: 'Count.' }],
});

/** Both are begun at the same time; the end shows a text of each. */
function parallel([one, oneHandle, oneText]: Way, [other, otherHandle, otherText]: Way): JsonObject {
  const edge = (source: string, target: string, sourceHandle = 'source') => ({
    ...{ id: `${source}-${target}`, source, target, sourceHandle, targetHandle: 'target', type: 'custom' },
  });
  const [first, second] = [String(one['id']), String(other['id'])];
  const outputs = [
    { variable: first, value_selector: [first, oneText] },
    { variable: second, value_selector: [second, otherText] },
  ];
  const nodes = [node('start', { type: 'start', variables: [] }), one, other, node('end', { type: 'end', outputs })];
  const begin = [edge('start', first), edge('start', second)];
  const end = [edge(first, 'end', oneHandle), edge(second, 'end', otherHandle)];
  return app('workflow', { workflow: { features: {}, graph: { nodes, edges: [...begin, ...end] } } });
}
type Way = readonly [node: JsonObject, handle: string, text: string];
const question = (id: string): Way => [asking(id), 'yes', 'note'];
const work: Way = [talking, 'source', 'text'];

/** The forms of the newest run, by the node that asks; waits until there are so many. */
async function formsOf({ id }: ServedApp, count: number) {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const find = async () => {
    const [run] = (await stores.runs.list({ appId: id })).items;
    return run ? await stores.forms.list(run.id) : [];
  };
  await expect.poll(async () => (await find()).length).toBe(count);
  return new Map((await find()).map((form) => [form.nodeId, form]));
}

async function expectEnd(runId: WorkflowRunId | undefined, outputs: JsonObject): Promise<void> {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const find = () => stores.runs.get(runId ?? ('none' as WorkflowRunId));
  await expect.poll(async () => (await find()).finishedAt).not.toBeNull();
  expect(await find()).toMatchObject({ status: 'succeeded', outputs });
  expect((await stores.forms.list((await find()).id)).map(({ status }) => status)).not.toContain('answered');
  expect(served.errors).toEqual([]);
}

const start = (key: string) =>
  calling(served.server, key)('POST', '/v1/workflows/run', { inputs: {}, user: 'ann', response_mode: 'streaming' });
const answer = (key: string, token = '', note = 'fine') =>
  calling(served.server, key)('POST', `/v1/form/human_input/${token}`, {
    inputs: { note },
    action: 'yes',
    user: 'ann',
  });

/** A run whose form waits while its other branch still works. */
async function begin(drainSeconds?: string) {
  served = await open(drainSeconds);
  const made = await served.importApp(parallel(question('ask'), work));
  const stream = start(made.key);
  await model.asked;
  const form = (await formsOf(made, 1)).get('ask');
  return { made, stream, form };
}

test('the answer to a form of a run that still works is taken when the run pauses', async () => {
  const { made, stream, form } = await begin();
  expect(await answer(made.key, form?.token)).toMatchObject({ status: 200 });
  expect(await answer(made.key, form?.token, 'too late')).toMatchObject({
    ...{ status: 412, json: { code: 'human_input_form_submitted' } },
  });
  const shown = await calling(served.server, made.key)('GET', `/v1/form/human_input/${form?.token}`);
  expect(shown).toMatchObject({ status: 412, json: { code: 'human_input_form_submitted' } });
  model.goOn();
  await stream;
  await expectEnd(form?.workflowRunId, { ask: 'fine', work: 'one two' });
});

test('two forms of one run may be answered at the same time', async () => {
  served = await open();
  const made = await served.importApp(parallel(question('one'), question('other')));
  await start(made.key);
  const forms = await formsOf(made, 2);
  const answers = [...forms.values()].map(({ token, nodeId }) => answer(made.key, token, `to ${nodeId}`));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  await expectEnd(forms.get('one')?.workflowRunId, { one: 'to one', other: 'to other' });
});

test('an answer survives the server that was given it, when that leaves the run in its middle', async () => {
  const { made, form } = await begin();
  await answer(made.key, form?.token);
  await served.close();
  model.goOn();
  served = await open();
  await expectEnd(form?.workflowRunId, { ask: 'fine', work: 'one two' });
});

test('an answer survives the server that was given it, when the run pauses while that server ends', async () => {
  const { made, stream, form } = await begin('60');
  await answer(made.key, form?.token);
  const draining = served.instance.drain();
  model.goOn();
  await Promise.all([stream, draining]);
  await served.close();
  served = await open();
  await expectEnd(form?.workflowRunId, { ask: 'fine', work: 'one two' });
});

test('the form of a run that has ended otherwise is over', async () => {
  const { made, stream, form } = await begin();
  for (const run of served.instance.runs.list()) run.stop();
  await stream;
  expect(await answer(made.key, form?.token)).toMatchObject({
    ...{ status: 412, json: { code: 'human_input_form_expired' } },
  });
});

test('the answer to a form that its run waits for no more moves nothing', async () => {
  served = await open();
  const made = await served.importApp(parallel(question('one'), question('other')));
  await start(made.key);
  const asked = (await formsOf(made, 2)).get('one');
  if (!asked) throw new Error('nobody asks');
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const left = await stores.forms.create({ ...asked, id: 'left-behind', token: 'left-behind' });
  expect(await answer(made.key, left.token)).toMatchObject({ status: 200 });
  expect(await stores.forms.find(left.id)).toMatchObject({ status: 'expired' });
  expect(await stores.runs.get(asked.workflowRunId)).toMatchObject({ status: 'paused', leaseOwner: null });
});
