import { type AppMode, isWorkflowMode, type JsonValue, printJson } from '../../../kernel/index.ts';
import { createRunRecorder, type NumberedEvent, type RunBirth, type RunJournal } from '../../../runs/index.ts';
import { sealDocument } from '../../apps/sealed-variables.ts';
import type { Scope } from '../../scope.ts';
import type { Question } from '../chat/apply-rules.ts';
import { chatBirth } from '../chat/chat-birth.ts';
import type { OpenedConversation } from '../chat/open-conversation.ts';
import type { RunPlan } from '../plan/run-plan.ts';
import { variableDescriber } from '../plan/variable-describer.ts';
import type { RunAppRequest } from '../run-request.ts';
import { configuredFiles } from './configured-files.ts';

/** What was asked for, and what the app was asked before its rules changed it: a message keeps the person's own words. */
export type RecordRequest = RunAppRequest & { readonly asked: Question };

/** Where a new run is recorded; undefined in an instance that keeps nothing. */
export async function openRecord(
  scope: Scope,
  plan: RunPlan,
  request: RecordRequest,
  conversation: OpenedConversation | undefined,
): Promise<RunJournal | undefined> {
  if (!scope.keepsRecords) return undefined;
  return createRunRecorder({
    ...recordingOf(scope, plan),
    birth: await birthOf(scope, plan, request, conversation),
  });
}

/** Where a run that goes on is recorded, behind what is recorded of it. */
export function continueRecord(scope: Scope, plan: RunPlan, history: readonly NumberedEvent[]): RunJournal {
  return createRunRecorder({ ...recordingOf(scope, plan), earlier: history.map(({ event }) => event) });
}

function recordingOf({ stores, processName, formToken }: Scope, { facts, workflow }: RunPlan) {
  return {
    ...{ stores, facts, formToken },
    leaseOwner: processName,
    describeVariable: variableDescriber(workflow.conversationVariables),
    isConfigured: configuredFiles(workflow),
  };
}

async function birthOf(
  scope: Scope,
  plan: RunPlan,
  request: RecordRequest,
  conversation: OpenedConversation | undefined,
): Promise<RunBirth> {
  const { facts } = plan;
  const creator = await scope.creator(facts.appId, plan.user);
  return {
    run: {
      ...creator,
      appId: facts.appId,
      workflowId: facts.workflowId,
      type: runTypeOf(facts.mode),
      triggeredFrom: request.triggeredFrom ?? 'app-run',
      version: request.app.version,
      taskId: facts.taskId,
      inputs: facts.inputs,
      status: 'running',
      createdAt: facts.createdAt,
      leaseOwner: scope.processName,
      leaseExpiresAt: scope.leaseUntil(),
    },
    ...(request.app.isUnpublished && { definition: definitionOf(scope, plan, request) }),
    ...(request.log && { appLog: { id: scope.ids.next(), createdFrom: request.log } }),
    ...(conversation && (await chatBirth(scope, { ...request, plan, conversation }))),
  };
}

function runTypeOf(mode: AppMode): 'workflow' | 'chat' | 'rag-pipeline' {
  return isWorkflowMode(mode) ? mode : 'chat';
}

/** The file with its secrets sealed, and what was said beside it; overridden variables may be secrets. */
function definitionOf(scope: Scope, plan: RunPlan, request: RunAppRequest): JsonValue {
  return {
    document: request.app.document ? sealDocument(scope, plan.facts.appId, request.app.document) : null,
    root: request.rootNodeId ?? null,
    environment:
      Object.keys(plan.environment).length > 0
        ? scope.vault.encrypt(printJson(plan.environment), environmentContext(plan.facts.runId))
        : null,
  };
}

/** Where the encrypted environment of a run belongs. */
export function environmentContext(runId: string): string {
  return `run ${runId} environment`;
}
