import type { WorkflowId } from '../../kernel/index.ts';
import type { RetentionRules, SystemScope } from '../../operations/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Rooms } from '../rooms/rooms.ts';

type Needs = Pick<Rooms, 'config' | 'clock' | 'storage'>;

/** What the instance itself may use, in the name of no workspace. */
export function createSystemScope({ config, clock, storage }: Needs, log: Log): SystemScope {
  return { clock, log, stores: storage.open().system, retention: retentionRulesOf(config) };
}

function retentionRulesOf(config: Config): RetentionRules {
  const runs = {
    days: config.runRetentionDays,
    batchSize: config.runCleanupBatchSize,
    workflowIds: config.runCleanupWorkflows as WorkflowId[], // compared with ids, never believed
  };
  return {
    jobDays: config.jobRetentionDays,
    embeddingDays: config.embeddingRetentionDays,
    ...(config.runCleanupEnabled && { runs }),
  };
}
