import { type EnqueueOptions, enqueueJob } from '../../jobs/index.ts';
import { isUuid, type JobId, KnownError } from '../../kernel/index.ts';
import type { App, Job } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { disableAnnotationReply, enableAnnotationReply } from './index-jobs.ts';

export interface EnableRequest {
  readonly app: App;
  readonly scoreThreshold: number;
  readonly embeddingProviderName: string;
  readonly embeddingModelName: string;
}

type Needs = Pick<Scope, 'stores' | 'caller'>;

/** Begins to turn annotation reply on. Refused at once when the embedding model cannot be had at all. */
export async function startEnabling(scope: Needs & Pick<Scope, 'models'>, request: EnableRequest): Promise<Job> {
  const { app, ...setting } = request;
  await scope.models.embeddingModel({ provider: setting.embeddingProviderName, name: setting.embeddingModelName });
  return enqueueJob(scope.stores.jobs, enableAnnotationReply, { appId: app.id, ...setting }, newest(scope, app));
}

/** Begins to turn annotation reply off. */
export async function startDisabling(scope: Needs, { app }: { readonly app: App }): Promise<Job> {
  return enqueueJob(scope.stores.jobs, disableAnnotationReply, { appId: app.id }, newest(scope, app));
}

/** Of several requests for an app, on or off, the newest holds; the same one twice is one. */
function newest({ caller }: Needs, { id }: App): EnqueueOptions {
  return { caller, dedupeKey: `annotation-reply:${id}`, isSuperseding: true };
}

/** How far a change of annotation reply has come. */
export async function getReplyJob(
  { stores }: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly action: 'enable' | 'disable'; readonly jobId: string },
): Promise<Job> {
  const job = isUuid(request.jobId) ? await stores.jobs.find(request.jobId as JobId) : undefined;
  const wanted = request.action === 'enable' ? enableAnnotationReply : disableAnnotationReply;
  const payload = wanted.payload.safeParse(job?.payload);
  if (job?.name === wanted.name && payload.success && payload.data.appId === request.app.id) return job;
  throw new KnownError('invalid_param', { message: 'The job does not exist.' });
}
