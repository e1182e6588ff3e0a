import { bindJob, JobRunner } from '../jobs/index.ts';
import type { TenantId } from '../kernel/index.ts';
import {
  changeAnnotationReply,
  indexAnnotation,
  nameNewConversation,
  type Scope,
  type SystemScope,
  sweepStorage,
} from '../operations/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { Job } from '../storage/index.ts';
import type { Rooms } from './create-scope.ts';
import { createSystemScope } from './system-scope.ts';

interface RunJobsOptions {
  readonly log: Log;
  readonly scopeOf: (tenantId: TenantId) => Scope;
}

/** Begins to work on what stands in the queue; every kind of job there is. */
export function startJobs(
  rooms: Pick<Rooms, 'config' | 'clock' | 'processName' | 'storage'>,
  { log, scopeOf }: RunJobsOptions,
): JobRunner {
  const inWorkspace = ({ id, tenantId }: Job): Scope => {
    if (tenantId === null) throw new Error(`Job ${id} belongs to no workspace`);
    return scopeOf(tenantId);
  };
  const inSystem = ({ id, tenantId }: Job): SystemScope => {
    if (tenantId !== null) throw new Error(`Job ${id} belongs to a workspace, but works on all of them`);
    return createSystemScope(rooms, log);
  };
  const runner = new JobRunner({
    jobs: rooms.storage.open().system.jobs,
    kinds: [
      bindJob(changeAnnotationReply, inWorkspace),
      bindJob(indexAnnotation, inWorkspace),
      bindJob(sweepStorage, inSystem),
      bindJob(nameNewConversation, inWorkspace),
    ],
    clock: rooms.clock,
    log,
    owner: rooms.processName,
  });
  runner.start();
  return runner;
}
