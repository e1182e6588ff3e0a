import { z } from 'zod';
import { list, toggle, whole } from '../value-schemas.ts';
import { calledInDify, type Setting, setting } from './setting.ts';

/** What is deleted after a while. */
export const retentionSettings = {
  runCleanupEnabled: setting(
    toggle,
    false,
    'Delete old runs, and the messages of chatflows with them, every night',
    calledInDify('WORKFLOW_LOG_CLEANUP_ENABLED'),
  ),
  runRetentionDays: setting(
    whole(0),
    30,
    'How long runs are kept when old ones are deleted',
    calledInDify('WORKFLOW_LOG_RETENTION_DAYS', 'days'),
  ),
  runCleanupBatchSize: setting(
    whole(1).pipe(z.number().max(1000)),
    100,
    'Runs deleted at once; more make others wait longer',
    calledInDify('WORKFLOW_LOG_CLEANUP_BATCH_SIZE'),
  ),
  runCleanupWorkflows: setting(
    list,
    [],
    'Ids of the workflows whose old runs are deleted; of all when empty',
    calledInDify('WORKFLOW_LOG_CLEANUP_SPECIFIC_WORKFLOW_IDS'),
  ),
  jobRetentionDays: setting(whole(1), 30, 'How long background jobs are listed after their end', { unit: 'days' }),
  embeddingRetentionDays: setting(whole(1), 30, 'How long embeddings are kept, to save their being made again', {
    alsoCalled: ['PLAN_SANDBOX_CLEAN_DAY_SETTING'],
    unit: 'days',
  }),
} as const satisfies Record<string, Setting>;
