import type { VariableDefinition } from '../../dsl/index.ts';
import { toJsonObject } from '../../engine/index.ts';
import { type AppMode, type JsonValue, printJson } from '../../kernel/index.ts';
import { createRunRecorder, messageFile, type RunBirth, type RunJournal } from '../../runs/index.ts';
import type { ConversationVariableRecord } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import type { Question } from './apply-rules.ts';
import type { OpenedConversation } from './open-conversation.ts';
import type { RunAppRequest } from './run-app.ts';
import type { RunPlan } from './run-plan.ts';
import { idFromText } from './stable-id.ts';

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
    stores: scope.stores,
    facts: plan.facts,
    leaseOwner: scope.processName,
    formToken: scope.formToken,
    describeVariable: variableDescriber(plan.workflow.conversationVariables),
    birth: await birthOf(scope, plan, request, conversation),
  });
}

/** What is known of a conversation variable beside its value. Ids that are no UUIDs are taken as they are. */
export function variableDescriber(definitions: readonly VariableDefinition[]) {
  return (name: string): Omit<ConversationVariableRecord, 'value'> | undefined => {
    const found = definitions.find((definition) => definition.name === name);
    if (!found) return undefined;
    const { valueType, description } = found;
    return { variableId: found.id ?? idFromText(`variable ${name}`), name, valueType, description };
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
    ...(conversation && chatBirth(scope, plan, request, conversation, await scope.chatOwner(facts.appId, plan.user))),
  };
}

function runTypeOf(mode: AppMode): 'workflow' | 'chat' | 'rag-pipeline' {
  return mode === 'workflow' || mode === 'rag-pipeline' ? mode : 'chat';
}

/** The file, and what was said beside it; overridden variables may be secrets. */
function definitionOf(scope: Scope, plan: RunPlan, request: RunAppRequest): JsonValue {
  return {
    document: request.app.document ?? null,
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

type ChatOwner = Awaited<ReturnType<Scope['chatOwner']>>;

function chatBirth(
  scope: Scope,
  plan: RunPlan,
  { asked }: RecordRequest,
  conversation: OpenedConversation,
  owner: ChatOwner,
): Pick<RunBirth, 'conversation' | 'message' | 'messageFiles' | 'variables'> {
  const { facts } = plan;
  const { query = '' } = asked;
  const { messageId } = facts;
  if (messageId === undefined) return {};
  const from = {
    invokeFrom: scope.caller.invokeFrom,
    ...('endUserId' in owner
      ? ({ fromSource: 'api', fromEndUserId: owner.endUserId } as const)
      : ({ fromSource: 'console', fromAccountId: owner.accountId } as const)),
  };
  const form = toJsonObject(asked.inputs);
  return {
    message: {
      ...from,
      id: messageId,
      conversationId: conversation.id,
      inputs: form,
      query,
      workflowRunId: facts.runId,
      ...(conversation.parentMessageId && { parentMessageId: conversation.parentMessageId }),
    },
    messageFiles: plan.files.map((file) => messageFile(messageId, file, 'user')),
    ...(conversation.isNew && {
      conversation: { ...from, id: conversation.id, mode: facts.mode, name: nameOf(query), inputs: form },
      variables: initialVariables(plan),
    }),
  };
}

/** Until a model has named it: the question, cut as Dify cuts it. */
function nameOf(query: string): string {
  return query.length > 50 ? `${query.slice(0, 47)}...` : query;
}

function initialVariables(plan: RunPlan): ConversationVariableRecord[] {
  const describe = variableDescriber(plan.workflow.conversationVariables);
  return plan.workflow.conversationVariables.flatMap(({ name, value }) => {
    const described = describe(name);
    return described ? [{ ...described, value }] : [];
  });
}
