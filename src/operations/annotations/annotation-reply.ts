import { enqueueJob } from '../../jobs/index.ts';
import { isUuid, type JobId, KnownError } from '../../kernel/index.ts';
import type { App, Job } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { changeAnnotationReply, replyChangeOf } from './reply-job.ts';

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
  return enqueueJob(scope.stores.jobs, changeAnnotationReply, { appId: app.id, setting }, { caller: scope.caller });
}

/** Begins to turn annotation reply off. */
export async function startDisabling({ stores, caller }: Needs, { app }: { readonly app: App }): Promise<Job> {
  return enqueueJob(stores.jobs, changeAnnotationReply, { appId: app.id, setting: null }, { caller });
}

/** How far a change of annotation reply has come. */
export async function getReplyJob(
  { stores }: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly action: 'enable' | 'disable'; readonly jobId: string },
): Promise<Job> {
  const job = isUuid(request.jobId) ? await stores.jobs.find(request.jobId as JobId) : undefined;
  const change = job && replyChangeOf(job);
  if (job && change?.appId === request.app.id && change.action === request.action) return job;
  throw new KnownError('invalid_param', { message: 'The job does not exist.' });
}
