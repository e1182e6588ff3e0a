import {
  type AppMode,
  isWorkflowMode,
  KnownError,
  type MessageId,
  type TaskId,
  type WorkflowRunId,
} from '../../kernel/index.ts';
import type { RunFacts, RunHandle } from '../../runs/index.ts';
import type { Scope } from '../scope.ts';
import { applyRules } from './chat/apply-rules.ts';
import { type OpenedConversation, openConversation } from './chat/open-conversation.ts';
import { readInputs } from './inputs/read-inputs.ts';
import { presetGraph } from './plan/preset-graph.ts';
import { launch, type RunPlan, shownInputs } from './plan/run-plan.ts';
import { prepareApp } from './plan/runnable-app.ts';
import { openRecord } from './record/run-record.ts';
import type { RunAppRequest } from './run-request.ts';

export interface StartedRun {
  readonly handle: RunHandle;
  /** What it takes to go on with it after a pause. */
  readonly plan: RunPlan;
}

/** Starts a run of an app. It goes on if the caller leaves. Throws before a run exists when the request is wrong. */
export async function runApp(scope: Scope, request: RunAppRequest): Promise<StartedRun> {
  const { mode } = request.app.definition;
  const prepared = prepareApp(request.app, scope, request.rootNodeId);
  refuseMissingQuery(mode, request.query);
  const inputs = await readInputs(scope, prepared.graph, request.inputs);
  const conversation = await openConversation(scope, request);
  const facts = factsOf(scope, request, conversation);
  const question = { inputs, ...(request.query !== undefined && { query: withoutNul(request.query) }) };
  const rules = { workflow: prepared.workflow, facts, question, user: request.user };
  const { preset, ...ruled } = await applyRules(scope, rules);
  const draft = {
    ...ruled,
    files: request.files ?? [],
    user: request.user,
    environment: request.environment ?? {},
    dialogueCount: conversation?.dialogueCount ?? 1,
    storedVariables: conversation?.variables ?? {},
    facts,
    ...(preset && { preset }),
  };
  const plan = {
    ...draft,
    ...(preset ? presetGraph(scope, prepared.workflow, preset) : prepared),
    facts: { ...facts, inputs: shownInputs(draft.inputs, draft) },
  };
  return {
    plan,
    handle: launch(scope, plan, await openRecord(scope, plan, { ...request, asked: question }, conversation)),
  };
}

function refuseMissingQuery(mode: AppMode, query: string | undefined): void {
  const isChat = !isWorkflowMode(mode) && mode !== 'completion';
  if (!isChat || query !== undefined) return;
  throw new KnownError('invalid_param', { message: 'query is required', hint: 'dify run FILE --query TEXT' });
}

function factsOf(scope: Scope, request: RunAppRequest, conversation: OpenedConversation | undefined): RunFacts {
  return {
    // Fresh ids of this instance, branded at the one place where a run is born.
    runId: scope.ids.next() as WorkflowRunId,
    taskId: scope.ids.next() as TaskId,
    appId: request.app.appId,
    workflowId: request.app.workflowId,
    mode: request.app.definition.mode,
    createdAt: scope.clock.now(),
    inputs: {},
    createdBy: scope.createdBy,
    ...(conversation && {
      conversationId: conversation.id,
      messageId: scope.ids.next() as MessageId,
      parentMessageId: conversation.parentMessageId,
    }),
  };
}

/** SQL text and JSON consumers stumble over NUL; Dify drops it too. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
