import type { AppDefinition } from '../../dsl/index.ts';
import type { ConversationId, JsonObject, JsonValue, MessageId, WorkflowId } from '../../kernel/index.ts';
import type { App } from '../../storage/index.ts';
import { publishedDefinition } from '../apps/published-definition.ts';
import type { Scope } from '../scope.ts';
import { startWithin } from './app-limits.ts';
import { takeGivenFiles } from './inputs/given-files.ts';
import { runApp, type StartedRun } from './run-app.ts';

export interface RunPublishedRequest {
  readonly app: App;
  /** A version; the one that is published without it. */
  readonly workflowId?: WorkflowId;
  readonly inputs: JsonObject;
  /** File objects of the request, for `sys.files`. */
  readonly files: readonly JsonValue[];
  readonly query?: string;
  readonly conversationId?: ConversationId;
  /** The message before this one, of clients that know (null: none); all of the conversation for those that do not. */
  readonly parentMessageId?: MessageId | null;
  readonly user: string;
  readonly naming?: 'by-model' | 'by-client';
  readonly log: 'service-api' | 'web-app' | 'installed-app';
}

/** Starts what is published of an app. The run goes on if the caller leaves. */
export function runPublished(scope: Scope, request: RunPublishedRequest): Promise<StartedRun> {
  return startWithin(scope, request.app, () => start(scope, request));
}

async function start(scope: Scope, request: RunPublishedRequest): Promise<StartedRun> {
  const app = await appOfConversation(scope, request);
  const { id, version, definition } = await publishedDefinition(scope, app, request.workflowId);
  await requireModel(scope, definition);
  const files = await takeGivenFiles(scope, definition, request.files);
  return runApp(scope, {
    app: { appId: request.app.id, workflowId: id, version, definition },
    inputs: request.inputs,
    files,
    user: request.user,
    log: request.log,
    ...(request.naming && { naming: request.naming }),
    ...(request.query !== undefined && { query: request.query }),
    ...(request.conversationId !== undefined && { conversationId: request.conversationId }),
    ...(request.parentMessageId !== undefined && { parentMessageId: request.parentMessageId }),
  });
}

/** An app that is nothing but a model is refused before it runs when the model cannot be had; a graph is not. */
async function requireModel({ models }: Pick<Scope, 'models'>, { modelConfig }: AppDefinition): Promise<void> {
  if (modelConfig) await models.languageModel(modelConfig.model);
}

/** A conversation with an app without a graph goes on with the configuration that it began with. */
async function appOfConversation(
  { stores }: Pick<Scope, 'stores'>,
  { app, conversationId }: RunPublishedRequest,
): Promise<App> {
  if (app.appModelConfigId === null || app.mode === 'completion' || conversationId === undefined) return app;
  const conversation = await stores.ofApp(app).conversations.find(conversationId);
  return { ...app, appModelConfigId: conversation?.appModelConfigId ?? app.appModelConfigId };
}
