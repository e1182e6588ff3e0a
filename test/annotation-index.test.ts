import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findAnnotation } from '../src/chat/index.ts';
import { type Instance, openInstance } from '../src/instance/index.ts';
import { bindJob, JobRunner } from '../src/jobs/index.ts';
import {
  createAnnotation,
  deleteAnnotation,
  deleteApp,
  disableAnnotationReply,
  enableAnnotationReply,
  indexAnnotation,
  type Job,
  type Scope,
  startDisabling,
  startEnabling,
  updateAnnotation,
} from '../src/operations/index.ts';
import { systemClock } from '../src/platform/clock/index.ts';
import { loadConfig } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import type { App } from '../src/storage/index.ts';
import { obligingReply } from './fakes/obliging-model.ts';
import { jsonReply, type ScriptedServer, startScriptedServer } from './fakes/scripted-server.ts';

/** What happens to the index of annotations while a model is still at its vectors. */

let models: ScriptedServer;
let instance: Instance;
let scope: Scope;
let asked: PromiseWithResolvers<void>;
let gate: PromiseWithResolvers<void>;
const folder = mkdtempSync(join(tmpdir(), 'dify-annotations-'));

beforeAll(async () => {
  models = await startScriptedServer(async (request) => {
    const { model } = request.json() as { model?: string }; // of an embedding request
    if (model === 'broken') return jsonReply({ error: { message: 'no such model' } }, 400);
    if (model === 'slow') {
      asked.resolve();
      await gate.promise;
    }
    return obligingReply(request);
  });
  const env = { DIFY_MODEL_GATEWAY: `${models.url}/v1` };
  instance = openInstance({ config: loadConfig({ env, flags: { dataDir: folder } }), keepsRecords: true });
  scope = await instance.localScope({ user: 'tests' });
});
afterAll(async () => {
  await instance.close();
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An app with annotations whose indexing by the model "slow" has begun, and waits for `release`. */
async function indexing(...questions: string[]) {
  [asked, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const app = await scope.stores.apps.create({ name: 'A', mode: 'chat' });
  const written = [];
  for (const question of questions) written.push(await write(app, question));
  const runner = startRunner();
  const first = await enable(app, 'slow', 0.5);
  await asked.promise;
  return { app, written, first, runner };
}

function startRunner(): JobRunner {
  const enter = () => scope;
  const runner = new JobRunner({
    jobs: instance.systemScope().stores.jobs,
    kinds: [
      bindJob(enableAnnotationReply, enter),
      bindJob(disableAnnotationReply, enter),
      bindJob(indexAnnotation, enter),
    ],
    ...{ clock: systemClock, log: silentLog, owner: 'tests' },
  });
  onTestFinished(async () => {
    gate.resolve();
    await runner.close();
  });
  runner.start();
  return runner;
}

function enable(app: App, model: string, scoreThreshold: number): Promise<Job> {
  return startEnabling(scope, { app, scoreThreshold, embeddingProviderName: 'openai', embeddingModelName: model });
}

/** Resolves when every job is over. */
async function idle(): Promise<void> {
  const { jobs } = scope.stores;
  const isOver = async (status: 'waiting' | 'running') => (await jobs.list({ status })).items.length === 0;
  while (!((await isOver('waiting')) && (await isOver('running')))) await new Promise(setImmediate);
}

/** Lets the slow model answer, and waits until that and all that follows is done. */
async function release(runner: JobRunner): Promise<void> {
  gate.resolve();
  await idle();
  await runner.close(); // an attempt may outlast its job
}

const settingOf = (app: App) => scope.stores.ofApp(app).annotations.findSetting();
const write = (app: App, question: string) => createAnnotation(scope, { app, question, answer: question });

/** The ids in the index of an app, as far as vectors of the fake go. */
async function indexOf(app: App): Promise<string[]> {
  const model = await scope.models.embeddingModel({ provider: 'openai', name: 'quick' });
  const [vector] = await model.embed(['anything'], 'query');
  const hits = await scope.stores.vectors.search(`annotations:${app.id}`, vector ?? new Float32Array(), 100);
  return hits.map(({ id }) => id).sort();
}

/** How near the index holds the nearest question to be. */
async function nearness(app: App, question: string): Promise<number | undefined> {
  const { annotations } = scope.stores.ofApp(app);
  const { vectors } = scope.stores;
  return (await findAnnotation({ appId: app.id, annotations, vectors, models: scope.models }, question))?.score;
}

test('of two requests with other models, the newest holds although the first is at work', async () => {
  const { app, first, runner } = await indexing('Is it open?');
  const second = await enable(app, 'quick', 0.8);
  expect(second.id).not.toBe(first.id);
  expect((await enable(app, 'quick', 0.8)).id).toBe(second.id);
  await idle();
  expect(await settingOf(app)).toMatchObject({ embeddingModelName: 'quick', scoreThreshold: 0.8 });
  await release(runner);
  expect(await settingOf(app)).toMatchObject({ embeddingModelName: 'quick', scoreThreshold: 0.8 });
  expect(await scope.stores.jobs.find(first.id)).toMatchObject({ status: 'done', lastError: expect.any(String) });
});

test('of two requests that differ in the threshold, the newest holds', async () => {
  const { app, first, runner } = await indexing('Is it closed?');
  const second = await enable(app, 'slow', 0.7);
  expect(second.id).not.toBe(first.id);
  await release(runner);
  expect(await settingOf(app)).toMatchObject({ scoreThreshold: 0.7 });
});

test('turning off while turning on is at work leaves it off, and turning on again leaves it on', async () => {
  const { app, written, runner } = await indexing('Is it late?');
  await startDisabling(scope, { app });
  await idle();
  await release(runner);
  expect([await settingOf(app), await indexOf(app)]).toEqual([undefined, []]);
  startRunner();
  await startDisabling(scope, { app });
  await enable(app, 'quick', 0.9);
  await idle();
  expect(await settingOf(app)).toMatchObject({ scoreThreshold: 0.9 });
  expect(await indexOf(app)).toEqual(written.map(({ id }) => id));
});

test('what is written, changed and deleted while the index is built is in it, anew in it, and not in it', async () => {
  const { app, written, runner } = await indexing('old words', 'abandoned', 'kept');
  const [changed, gone, kept] = written;
  if (!changed || !gone || !kept) throw new Error('three were written');
  await updateAnnotation(scope, { app, annotationId: changed.id, question: 'zebra crossing', answer: '!' });
  await deleteAnnotation(scope, { app, annotationId: gone.id });
  const added = await write(app, 'quite new');
  await release(runner);
  expect(await indexOf(app)).toEqual([changed.id, kept.id, added.id].sort());
  for (const question of ['zebra crossing', 'kept', 'quite new']) expect(await nearness(app, question)).toBeCloseTo(1);
});

test('more annotations than a model is asked about at once are all indexed', async () => {
  const { app, written, runner } = await indexing(...Array.from({ length: 90 }, (_, index) => `many ${index}`));
  for (let index = 90; index < 130; index++) written.push(await write(app, `many ${index}`));
  await enable(app, 'quick', 0.9);
  await release(runner);
  const held = await scope.stores.vectors.search(`annotations:${app.id}`, new Float32Array(16).fill(1), 1000);
  expect(held.map(({ id }) => id).sort()).toEqual(written.map(({ id }) => id).sort());
});

test('an annotation that is changed or deleted while it is indexed is neither stale nor a ghost', async () => {
  const { app, runner } = await indexing('first');
  await release(runner);
  const after = startRunner();
  [asked, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const [changed, gone] = [await write(app, 'as it was'), await write(app, 'soon to go')];
  await asked.promise;
  await updateAnnotation(scope, { app, annotationId: changed.id, question: 'zebra again', answer: '!' });
  await deleteAnnotation(scope, { app, annotationId: gone.id });
  await release(after);
  expect(await nearness(app, 'zebra again')).toBeCloseTo(1);
  expect(await indexOf(app)).not.toContain(gone.id);
});

test('what an old model says of an annotation does not enter the index of a new one', async () => {
  const { app, runner } = await indexing('begin');
  await release(runner);
  const after = startRunner();
  [asked, gate] = [Promise.withResolvers(), Promise.withResolvers()];
  const late = await write(app, 'late');
  await asked.promise;
  await startDisabling(scope, { app });
  await expect.poll(() => settingOf(app)).toBeUndefined();
  await release(after);
  expect(await indexOf(app)).not.toContain(late.id);
});

test('a model that does not answer leaves the reply as it was', async () => {
  const { app, written, runner } = await indexing('lasting');
  await release(runner);
  startRunner();
  const failed = await enable(app, 'broken', 0.9);
  await idle();
  expect(await scope.stores.jobs.find(failed.id)).toMatchObject({ status: 'dead' });
  expect(await settingOf(app)).toMatchObject({ embeddingModelName: 'slow' });
  expect(await indexOf(app)).toEqual(written.map(({ id }) => id));
});

test('an app that is deleted while it is indexed leaves nothing behind', async () => {
  const { app, first, runner } = await indexing('soon gone');
  await deleteApp(scope, { appId: app.id });
  await release(runner);
  expect([await settingOf(app), await indexOf(app)]).toEqual([undefined, []]);
  expect(await scope.stores.jobs.find(first.id)).toMatchObject({ status: 'done' });
});
