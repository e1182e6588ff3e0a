import { z } from 'zod';
import { seconds, whole } from '../value-schemas.ts';
import { calledInDify, type Setting, setting } from './setting.ts';

/** How long and how large runs may get, and what is shown of them. */
export const runSettings = {
  workflowMaxSteps: setting(whole(1), 500, 'Most steps of a run', calledInDify('WORKFLOW_MAX_EXECUTION_STEPS')),
  workflowMaxSeconds: setting(seconds, 1200, 'Longest run', calledInDify('WORKFLOW_MAX_EXECUTION_TIME', 's')),
  drainSeconds: setting(whole(0), 8, 'How long a server that is told to end waits for its runs', { unit: 's' }),
  runRecovery: setting(
    z.enum(['continue', 'fail'], { error: 'expected continue or fail' }),
    'continue',
    'What becomes of runs whose process died: they continue from the last recorded node, or fail',
  ),
  workflowCallMaxDepth: setting(
    whole(1),
    5,
    'How deep a workflow may call workflows',
    calledInDify('WORKFLOW_CALL_MAX_DEPTH'),
  ),
  appMaxSeconds: setting(seconds, 1200, 'Longest request to an app', calledInDify('APP_MAX_EXECUTION_TIME', 's')),
  appMaxActiveRequests: setting(
    whole(0),
    0,
    'Most requests of an app at once; 0 for any number',
    calledInDify('APP_MAX_ACTIVE_REQUESTS'),
  ),
  humanInputSeconds: setting(
    whole(1),
    7 * 24 * 3600,
    'How long a run may wait for a person',
    calledInDify('HUMAN_INPUT_GLOBAL_TIMEOUT_SECONDS', 's'),
  ),
  maxVariableBytes: setting(
    whole(1),
    200 * 1024,
    'Largest environment or conversation variable',
    calledInDify('MAX_VARIABLE_SIZE', 'bytes'),
  ),
  templateMaxCharacters: setting(
    whole(1),
    400_000,
    'Longest output of a template node',
    calledInDify('TEMPLATE_TRANSFORM_MAX_LENGTH', 'characters'),
  ),
  shownMaxBytes: setting(
    whole(1),
    1_024_000,
    'Values shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_MAX_SIZE', 'bytes'),
  ),
  shownMaxCharacters: setting(
    whole(1),
    100_000,
    'Texts shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_STRING_LENGTH', 'characters'),
  ),
  shownMaxElements: setting(
    whole(1),
    1000,
    'Lists shown in events are cut beyond this',
    calledInDify('WORKFLOW_VARIABLE_TRUNCATION_ARRAY_LENGTH'),
  ),
  moderationBufferCharacters: setting(
    whole(1),
    300,
    'Text collected before output moderation looks at it',
    calledInDify('MODERATION_BUFFER_SIZE', 'characters'),
  ),
} as const satisfies Record<string, Setting>;
