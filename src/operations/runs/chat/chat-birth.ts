import { nameByQuestion } from '../../../chat/index.ts';
import { renderValue, toJsonObject } from '../../../engine/index.ts';
import { toNewJob } from '../../../jobs/index.ts';
import type { AppId, ConversationId } from '../../../kernel/index.ts';
import { askedFiles, type RunBirth } from '../../../runs/index.ts';
import type { ConversationVariableRecord } from '../../../storage/index.ts';
import { NEW_CONVERSATION, nameNewConversation } from '../../conversations/name-conversation.ts';
import type { Scope } from '../../scope.ts';
import type { RunPlan } from '../plan/run-plan.ts';
import type { RunnableApp } from '../plan/runnable-app.ts';
import { variableDescriber } from '../plan/variable-describer.ts';
import type { RunAppRequest } from '../run-request.ts';
import type { Question } from './apply-rules.ts';
import type { OpenedConversation } from './open-conversation.ts';

type ChatRows = Pick<RunBirth, 'conversation' | 'usedConversation' | 'message' | 'messageFiles' | 'variables' | 'job'>;
type Needs = Pick<Scope, 'caller' | 'chatOwner' | 'models'>;

export interface ChatBirthRequest {
  readonly plan: RunPlan;
  readonly conversation: OpenedConversation;
  /** Before the app's rules changed it: a message keeps the person's own words. */
  readonly asked: Question;
  readonly app: RunnableApp;
  readonly naming?: RunAppRequest['naming'];
}

/** The rows with which the run of a chat begins. */
export async function chatBirth(scope: Needs, request: ChatBirthRequest): Promise<ChatRows> {
  const { plan, conversation, asked } = request;
  const { facts, files, user } = plan;
  const { messageId } = facts;
  if (messageId === undefined) return {};
  const from = await originOf(scope, facts.appId, user);
  return {
    message: {
      ...from,
      id: messageId,
      conversationId: conversation.id,
      inputs: toJsonObject(asked.inputs),
      query: asked.query ?? '',
      workflowRunId: facts.runId,
      ...modelOf(request.app),
      parentMessageId: conversation.parentMessageId,
    },
    messageFiles: askedFiles(messageId, files),
    ...(conversation.isNew ? await newConversation(scope, request, from) : { usedConversation: conversation.id }),
  };
}

type Origin = Awaited<ReturnType<typeof originOf>>;

/** Who asks, and through which door. */
async function originOf({ caller, chatOwner }: Needs, appId: RunPlan['facts']['appId'], user: string) {
  const owner = await chatOwner(appId, user);
  const { invokeFrom } = caller;
  if ('endUserId' in owner) return { invokeFrom, fromSource: 'api', fromEndUserId: owner.endUserId } as const;
  return { invokeFrom, fromSource: 'console', fromAccountId: owner.accountId } as const;
}

async function newConversation(scope: Needs, request: ChatBirthRequest, from: Origin): Promise<ChatRows> {
  const { plan, conversation, asked } = request;
  const { mode, appId } = plan.facts;
  const isNamedByModel = await willBeNamed(scope, request);
  const name = isNamedByModel || request.naming === 'by-client' ? NEW_CONVERSATION : nameByQuestion(asked.query ?? '');
  return {
    conversation: {
      ...from,
      id: conversation.id,
      ...{ mode, name },
      inputs: toJsonObject(asked.inputs),
      introduction: introduce(plan.workflow.features.openingStatement, asked.inputs),
      ...configOf(request.app),
    },
    variables: initialVariables(plan),
    ...(isNamedByModel && { job: namingJob(scope, appId, conversation.id) }),
  };
}

function namingJob({ caller }: Needs, appId: AppId, conversationId: ConversationId) {
  return { ...toNewJob(nameNewConversation, { appId, conversationId }), caller };
}

/** A conversation goes on with the configuration it began with, whatever the app becomes. */
function configOf({ definition, workflowId, isUnpublished }: RunnableApp) {
  return definition.modelConfig && !isUnpublished ? { appModelConfigId: workflowId as string } : {};
}

function modelOf({ definition: { modelConfig } }: RunnableApp) {
  return modelConfig ? { modelProvider: modelConfig.model.provider, modelId: modelConfig.model.name } : {};
}

/** The opening statement with what the form said; names it does not know lose a brace (Dify PromptTemplateParser). */
function introduce(statement: string, inputs: Question['inputs']): string {
  return statement.replace(/\{\{([^{}#\s][^{}#]{0,98})\}\}/gu, (_, name: string) => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    return value ? renderValue(value, 'text') : `{${name}}`;
  });
}

/** Without a model to ask, the question is the name at once. A completion's conversation is shown to nobody. */
async function willBeNamed({ models }: Needs, { naming, plan }: ChatBirthRequest): Promise<boolean> {
  if (naming !== 'by-model' || plan.facts.mode === 'completion') return false;
  return (await models.defaultModel('llm')) !== undefined;
}

function initialVariables(plan: RunPlan): ConversationVariableRecord[] {
  const describe = variableDescriber(plan.workflow.conversationVariables);
  return plan.workflow.conversationVariables.flatMap(({ name, value }) => {
    const described = describe(name);
    return described ? [{ ...described, value }] : [];
  });
}
