import type { Job, JobStatus } from '../../storage/index.ts';
import type { SystemScope } from '../scope.ts';

export interface ListJobsRequest {
  readonly name?: string;
  readonly status?: JobStatus;
  /** 1 to 100. */
  readonly limit?: number;
}

/** Jobs of all workspaces and of the instance itself, newest first. */
export async function listJobs(scope: Pick<SystemScope, 'stores'>, request: ListJobsRequest): Promise<readonly Job[]> {
  return (await scope.stores.jobs.list(request)).items;
}
