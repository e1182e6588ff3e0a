import { z } from 'zod';
import { annotationCollection } from '../../chat/index.ts';
import { type Attempt, defineJob, enqueueJob } from '../../jobs/index.ts';
import { type AppId, KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';
import type { App, TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { embedQuestions, type IndexModel, isOfModel, listUnlike, portions, putInIndex } from './annotation-index.ts';

type Needs = Pick<Scope, 'stores' | 'models' | 'caller'>;

/*
 * A model is asked first, outside any transaction; what came of it is kept only where it still holds: the app is there,
 * nobody asked for something else, the text is the same. Who makes it hold no longer has the index brought up to date in
 * the transaction that does so. There may be any number of annotations, and everybody's runs wait for a transaction: an
 * index is filled and emptied step by step, each of which asks anew whether it is wanted. Meanwhile the reply is off,
 * unless the index held vectors of the same model before.
 */

const appId = z.string().transform((id) => id as AppId); // what enqueueJob was given

const Setting = z.object({
  appId,
  scoreThreshold: z.number(),
  embeddingProviderName: z.string(),
  embeddingModelName: z.string(),
});

/** Turns annotation reply on: indexes every annotation, and says so. A model that does not answer changes nothing. */
export const enableAnnotationReply = defineJob<Needs, z.infer<typeof Setting>>({
  name: 'enable-annotation-reply',
  payload: Setting,
  maxAttempts: 3,
  isWorthRetrying: (error) => !(error instanceof KnownError) || (error instanceof ModelError && error.isPassing),
  async run(scope, { appId, ...setting }, attempt) {
    const app = await scope.stores.apps.find(appId);
    if (!app) return;
    const annotations = scope.stores.ofApp(app).annotations.listAll();
    const embedded = await embedQuestions(scope.models, setting, annotations, attempt.signal);
    const step = stepsOf(scope, appId, attempt);
    if (!(await makeRoom(step, app, setting))) return;
    for (const some of portions(embedded)) if (!(await step((stores) => putInIndex(stores, app, some)))) return;
    if (!(await step((stores) => stores.ofApp(app).annotations.saveSetting(setting)))) return;
    // from here on a change brings its own job with it
    for await (const { id } of listUnlike(scope.stores, app, embedded))
      await enqueueJob(scope.stores.jobs, indexAnnotation, { appId, annotationId: id }, { caller: scope.caller });
  },
});

export const disableAnnotationReply = defineJob<Needs, { readonly appId: AppId }>({
  name: 'disable-annotation-reply',
  payload: z.object({ appId }),
  async run(scope, { appId }, attempt) {
    const app = await scope.stores.apps.find(appId);
    if (app) await makeRoom(stepsOf(scope, appId, attempt), app);
  },
});

/** Brings the place of one annotation in the index up to date, while annotation reply is on. */
export const indexAnnotation = defineJob<Needs, { readonly appId: AppId; readonly annotationId: string }>({
  name: 'index-annotation',
  payload: z.object({ appId, annotationId: z.string() }),
  async run(scope, { appId, annotationId }, { signal }) {
    const app = await scope.stores.apps.find(appId);
    if (!app) return;
    const { annotations } = scope.stores.ofApp(app);
    const [annotation, setting] = await Promise.all([annotations.find(annotationId), annotations.findSetting()]);
    if (!annotation || !setting) return; // its vector went with it, or with the setting
    const embedded = await embedQuestions(scope.models, setting, [[annotation]], signal);
    await scope.stores.transaction(async (stores) => {
      const { annotations } = stores.ofApp(app);
      const [current, model] = [await annotations.find(annotationId), await annotations.findSetting()];
      if (current && model && isOfModel(model, setting)) await putInIndex(stores, app, embedded);
    });
  },
});

/** Does a step in a transaction of its own. Undefined, and nothing done, once the change is not wanted any more. */
type Steps = <Result>(work: (stores: TenantStores) => Promise<Result>) => Promise<{ result: Result } | undefined>;

function stepsOf(scope: Needs, appId: AppId, attempt: Attempt): Steps {
  return (work) =>
    scope.stores.transaction(async (stores) => {
      attempt.signal.throwIfAborted();
      if (!(await isWanted(stores, attempt)) || !(await stores.apps.find(appId))) return undefined;
      return { result: await work(stores) };
    });
}

/** Turns the reply off and empties the index, unless it holds vectors of the model that is to come. */
async function makeRoom(step: Steps, app: App, coming?: IndexModel): Promise<boolean> {
  const begun = await step(async (stores) => {
    const { annotations } = stores.ofApp(app);
    const current = await annotations.findSetting();
    const isKept = current !== undefined && coming !== undefined && isOfModel(current, coming);
    if (!isKept) await annotations.deleteSetting();
    return isKept;
  });
  if (!begun || begun.result) return begun !== undefined;
  for (;;) {
    const emptied = await step((stores) => stores.vectors.deleteSome(annotationCollection(app.id)));
    if (!emptied?.result) return emptied !== undefined;
  }
}

/** False once a later request took the job's place, or another process the attempt. */
async function isWanted({ jobs }: Scope['stores'], { id, number }: Attempt): Promise<boolean> {
  const job = await jobs.find(id);
  return job?.status === 'running' && job.attempts === number;
}
