import { z } from 'zod';
import { annotationCollection } from '../../chat/index.ts';
import { type Attempt, defineJob } from '../../jobs/index.ts';
import { type AppId, type JobId, KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';
import type { App, Job } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { changedSince, indexAnnotations } from './annotation-index.ts';

type Needs = Pick<Scope, 'stores' | 'models'>;

const Setting = z.object({
  scoreThreshold: z.number(),
  embeddingProviderName: z.string(),
  embeddingModelName: z.string(),
});
type ReplySetting = z.infer<typeof Setting>;

const Payload = z.object({
  appId: z.string().transform((id) => id as AppId), // what enqueueJob was given
  /** Null turns it off. */
  setting: Setting.nullable(),
});

/**
 * Turns annotation reply of an app on or off, one request after the other. The newest counts: those before it end where
 * they are. On: indexes every annotation, then says so; a model that does not answer leaves it as it was.
 */
export const changeAnnotationReply = defineJob<Needs, z.infer<typeof Payload>>({
  name: 'change-annotation-reply',
  payload: Payload,
  maxAttempts: 3,
  isWorthRetrying: (error) => !(error instanceof KnownError) || (error instanceof ModelError && error.isPassing),
  async run(scope, { appId, setting }, { id, signal }) {
    const { apps, vectors } = scope.stores;
    const app = await apps.find(appId);
    if (!app || !(await isNewest(scope, { id, appId }))) return;
    if (setting) await turnOn(scope, app, setting, { id, signal });
    else await turnOff(scope, app);
    // what was written after it was deleted is nobody's
    if (!(await apps.find(appId))) await vectors.deleteCollection(annotationCollection(appId));
  },
});

async function turnOn(
  scope: Needs,
  app: App,
  setting: ReplySetting,
  { id, signal }: Pick<Attempt, 'id' | 'signal'>,
): Promise<void> {
  const { annotations } = scope.stores.ofApp(app);
  const { vectors } = scope.stores;
  const collection = annotationCollection(app.id);
  const all = await annotations.listAll();
  await vectors.deleteCollection(collection); // vectors of another model do not compare
  await indexAnnotations(scope, { ...setting, app, annotations: all, signal });
  if (!(await scope.stores.apps.find(app.id)) || !(await isNewest(scope, { id, appId: app.id }))) return;
  await annotations.saveSetting(setting);
  // from here on each change is indexed by a job of its own; these came before
  const { changed, gone } = changedSince(all, await annotations.listAll());
  await indexAnnotations(scope, { ...setting, app, annotations: changed, signal });
  await vectors.delete(collection, gone);
}

async function turnOff({ stores }: Pick<Scope, 'stores'>, app: App): Promise<void> {
  await stores.ofApp(app).annotations.deleteSetting();
  await stores.vectors.deleteCollection(annotationCollection(app.id));
}

/** False once somebody has asked for something else. */
async function isNewest(
  { stores }: Pick<Scope, 'stores'>,
  { id, appId }: { readonly id: JobId; readonly appId: AppId },
): Promise<boolean> {
  let after: Job | undefined;
  for (;;) {
    const { items, hasMore } = await stores.jobs.list({ name: changeAnnotationReply.name, ...(after && { after }) });
    for (const job of items) {
      if (job.id === id) return true;
      if (Payload.safeParse(job.payload).data?.appId === appId) return false;
    }
    after = items.at(-1);
    if (!hasMore || !after) return true;
  }
}

/** What a job of this kind was asked to do, and for which app; undefined for other jobs. */
export function replyChangeOf({ name, payload }: Job): { appId: AppId; action: 'enable' | 'disable' } | undefined {
  const { data } = Payload.safeParse(payload);
  if (name !== changeAnnotationReply.name || !data) return undefined;
  return { appId: data.appId, action: data.setting ? 'enable' : 'disable' };
}
