import { bindJob, JobRunner } from '../../jobs/index.ts';
import type { Caller } from '../../kernel/index.ts';
import {
  disableAnnotationReply,
  enableAnnotationReply,
  indexAnnotation,
  nameNewConversation,
  type Scope,
  type SystemScope,
  sweepStorage,
} from '../../operations/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Job } from '../../storage/index.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { createSystemScope } from '../scopes/system-scope.ts';

interface RunJobsOptions {
  readonly log: Log;
  /** What the caller may use who asked for a job. */
  readonly enter: (caller: Caller) => Scope;
}

/** Begins to work on what stands in the queue; every kind of job there is. */
export function startJobs(
  rooms: Pick<Rooms, 'config' | 'clock' | 'processName' | 'storage'>,
  { log, enter }: RunJobsOptions,
): JobRunner {
  const inWorkspace = (job: Job): Scope => enter(callerOf(job));
  const inSystem = ({ id, tenantId }: Job): SystemScope => {
    if (tenantId !== null) throw new Error(`Job ${id} belongs to a workspace, but works on all of them`);
    return createSystemScope(rooms, log);
  };
  const storage = rooms.storage.open();
  const runner = new JobRunner({
    jobs: storage.system.jobs,
    foreignWrites: storage.foreignWrites,
    kinds: [
      bindJob(enableAnnotationReply, inWorkspace),
      bindJob(disableAnnotationReply, inWorkspace),
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

/** A job may do what the one may who asked for it; the instance itself where nobody did. */
export function callerOf({ id, name, tenantId, caller }: Job): Caller {
  if (tenantId === null) throw new Error(`Job ${id} belongs to no workspace`);
  if (caller === null) return { tenantId, actor: { kind: 'system', reason: `job ${name}` }, invokeFrom: 'service-api' };
  if (caller.tenantId !== tenantId) throw new Error(`Job ${id} was asked for from another workspace than its own`);
  return caller;
}
