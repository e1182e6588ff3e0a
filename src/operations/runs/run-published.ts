import {
  type ConversationId,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  KnownError,
  type WorkflowId,
} from '../../kernel/index.ts';
import type { App, Workflow } from '../../storage/index.ts';
import { toDefinition } from '../apps/workflow-content.ts';
import type { Scope } from '../scope.ts';
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
  readonly user: string;
  readonly log: 'service-api' | 'web-app' | 'installed-app';
}

/** Starts the published workflow of an app. The run goes on if the caller leaves. */
export async function runPublished(scope: Scope, request: RunPublishedRequest): Promise<StartedRun> {
  const { app } = request;
  const workflow = await findVersion(scope, request);
  const { name, description, mode, icon, iconType, iconBackground, useIconAsAnswerIcon } = app;
  const files = await Promise.all(request.files.filter(isJsonObject).map((file) => scope.files.resolve(file)));
  return runApp(scope, {
    app: {
      appId: app.id,
      workflowId: workflow.id,
      version: workflow.version,
      definition: {
        ...{ name, description, mode, useIconAsAnswerIcon },
        icon: icon ?? '',
        iconType: iconType ?? 'emoji',
        iconBackground: iconBackground ?? '',
        dependencies: [],
        workflow: toDefinition(workflow),
      },
    },
    inputs: request.inputs,
    files,
    user: request.user,
    log: request.log,
    ...(request.query !== undefined && { query: request.query }),
    ...(request.conversationId !== undefined && { conversationId: request.conversationId }),
  });
}

async function findVersion(scope: Pick<Scope, 'stores'>, { app, workflowId }: RunPublishedRequest): Promise<Workflow> {
  if (workflowId === undefined) {
    const published = await scope.stores.workflows.findPublished(app.id);
    if (published) return published;
    throw new KnownError('app_unavailable', { message: 'Workflow not published' });
  }
  const version = await scope.stores.workflows.find(workflowId);
  if (!version || version.appId !== app.id)
    throw new KnownError('not_found', { message: `Workflow not found with id: ${workflowId}` });
  if (version.version !== 'draft') return version;
  throw new KnownError('bad_request', { message: `Cannot use draft workflow version. Workflow ID: ${workflowId}` });
}
