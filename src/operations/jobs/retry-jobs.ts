import { type JobId, KnownError } from '../../kernel/index.ts';
import type { SystemScope } from '../scope.ts';

/** Begins a job anew that failed too often. */
export async function retryJob(scope: Pick<SystemScope, 'stores'>, request: { readonly id: JobId }): Promise<void> {
  const { jobs } = scope.stores;
  if (await jobs.retry(request.id)) return;
  const job = await jobs.find(request.id);
  if (job) throw new KnownError('conflict', { message: `Job ${job.id} is not dead: it is ${job.status}.` });
  throw new KnownError('not_found', {
    message: `There is no job ${request.id}.`,
    hint: 'dify jobs list --status dead shows what may be retried.',
  });
}

/** The same for all such jobs, or those of one name; answers how many. */
export async function retryDeadJobs(
  scope: Pick<SystemScope, 'stores'>,
  request: { readonly name?: string },
): Promise<number> {
  return scope.stores.jobs.retryAll(request.name);
}
