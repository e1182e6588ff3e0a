import { z } from 'zod';
import { annotationCollection } from '../../chat/index.ts';
import { type Attempt, defineJob, enqueueJob } from '../../jobs/index.ts';
import { type AppId, KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';
import type { Scope } from '../scope.ts';
import { embedQuestions, isOfModel, putInIndex, rebuildIndex } from './annotation-index.ts';

type Needs = Pick<Scope, 'stores' | 'models' | 'caller'>;

/*
 * A model is asked first, outside any transaction; what came of it is kept in one transaction, and only where it still
 * holds: the app is there, nobody asked for something else, the text is the same. Who makes it hold no longer has the
 * index brought up to date in the transaction that does so.
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
    const annotations = await scope.stores.ofApp(app).annotations.listAll();
    const embedded = await embedQuestions(scope.models, setting, annotations, attempt.signal);
    await scope.stores.transaction(async (stores) => {
      if (!(await isWanted(stores, attempt)) || !(await stores.apps.find(appId))) return;
      await stores.ofApp(app).annotations.saveSetting(setting);
      for (const { id } of await rebuildIndex(stores, app, embedded)) {
        await enqueueJob(stores.jobs, indexAnnotation, { appId, annotationId: id }, { caller: scope.caller });
      }
    });
  },
});

export const disableAnnotationReply = defineJob<Needs, { readonly appId: AppId }>({
  name: 'disable-annotation-reply',
  payload: z.object({ appId }),
  async run(scope, { appId }, attempt) {
    await scope.stores.transaction(async (stores) => {
      const app = await stores.apps.find(appId);
      if (!app || !(await isWanted(stores, attempt))) return;
      await stores.ofApp(app).annotations.deleteSetting();
      await stores.vectors.deleteCollection(annotationCollection(appId));
    });
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
    const embedded = await embedQuestions(scope.models, setting, [annotation], signal);
    await scope.stores.transaction(async (stores) => {
      const { annotations } = stores.ofApp(app);
      const [current, model] = [await annotations.find(annotationId), await annotations.findSetting()];
      if (current && model && isOfModel(model, setting)) await putInIndex(stores, app, embedded, [current]);
    });
  },
});

/** False once a later request took the job's place, or another process the attempt. */
async function isWanted({ jobs }: Scope['stores'], { id, number }: Attempt): Promise<boolean> {
  const job = await jobs.find(id);
  return job?.status === 'running' && job.attempts === number;
}
