import { type ModerationHelp, openAnswerFilter, openOutputCheck } from '../../../chat/index.ts';
import type { WorkflowDefinition } from '../../../dsl/index.ts';
import type { PresetAnswered, RunEvent } from '../../../engine/index.ts';
import { type AppMode, isWorkflowMode } from '../../../kernel/index.ts';
import type { OpenOutputFilter, RunFacts } from '../../../runs/index.ts';
import { extensionCaller } from '../../extensions/api-extensions.ts';
import type { Scope } from '../../scope.ts';

type Needs = Pick<Scope, 'models' | 'stores' | 'vault' | 'fetch' | 'clock' | 'log' | 'moderationBufferCharacters'>;

/** Workflows have no rules on what they are asked and answer. */
export function hasChatRules(mode: AppMode): boolean {
  return !isWorkflowMode(mode);
}

/** Whom moderation may ask on behalf of an app. */
export function moderationHelp(
  scope: Pick<Needs, 'models' | 'stores' | 'vault' | 'fetch'>,
  appId: string,
): ModerationHelp {
  return { appId, models: scope.models, extensions: extensionCaller(scope) };
}

/** A run as far as rules look at it. */
interface RuledRun {
  readonly workflow: Pick<WorkflowDefinition, 'features'>;
  readonly facts: Pick<RunFacts, 'mode' | 'appId'>;
  readonly preset?: PresetAnswered;
}

/** The app's rules on its answers. What they put in the place of a question is not looked at again. */
export function answerFilter(
  scope: Needs,
  { workflow: { features }, facts, preset }: RuledRun,
  earlier: readonly RunEvent[],
): OpenOutputFilter | undefined {
  if (!hasChatRules(facts.mode) || preset?.reason === 'input_moderation') return undefined;
  const check = openOutputCheck(features.sensitiveWordAvoidance, moderationHelp(scope, facts.appId));
  return openAnswerFilter({
    showsCitations: features.retrieverResource.enabled,
    clock: scope.clock,
    countsWritten: facts.mode === 'advanced-chat',
    earlier,
    onFailure: (error) => scope.log.error('moderation of an answer failed', { app: facts.appId, error }),
    ...(check && { check }),
    bufferCharacters: scope.moderationBufferCharacters,
  });
}
