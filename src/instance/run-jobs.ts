import { bindJob, JobRunner } from '../jobs/index.ts';
import type { TenantId } from '../kernel/index.ts';
import {
  disableAnnotationReply,
  enableAnnotationReply,
  indexAnnotation,
  nameNewConversation,
  type Scope,
} from '../operations/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { Job, Storage } from '../storage/index.ts';
import type { Rooms } from './create-scope.ts';

/** Begins to work on what stands in the queue; every kind of job there is. */
export function startJobs(
  rooms: Pick<Rooms, 'clock' | 'processName'>,
  storage: Storage,
  options: { readonly log: Log; readonly scopeOf: (tenantId: TenantId) => Scope },
): JobRunner {
  const enter = ({ id, tenantId }: Job) => {
    if (tenantId === null) throw new Error(`Job ${id} belongs to no workspace`);
    return options.scopeOf(tenantId);
  };
  const runner = new JobRunner({
    jobs: storage.system.jobs,
    kinds: [
      bindJob(enableAnnotationReply, enter),
      bindJob(disableAnnotationReply, enter),
      bindJob(indexAnnotation, enter),
      bindJob(nameNewConversation, enter),
    ],
    clock: rooms.clock,
    log: options.log,
    owner: rooms.processName,
  });
  runner.start();
  return runner;
}
