import { annotationCollection } from '../../chat/index.ts';
import { exportDocument, printDsl } from '../../dsl/index.ts';
import { type AppId, type JsonObject, KnownError } from '../../kernel/index.ts';
import type { App, NumberedPage, Workflow } from '../../storage/index.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';
import { requireEditor } from './require-editor.ts';
import { unsealDocument } from './sealed-variables.ts';

export interface ListAppsRequest {
  readonly name?: string;
  readonly page?: number;
  readonly limit?: number;
}

/** Apps of the workspace, newest first. */
export async function listApps(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: ListAppsRequest,
): Promise<NumberedPage<App>> {
  requireMember(scope.caller);
  return scope.stores.apps.list(request);
}

/**
 * Deletes an app with its keys, versions and annotations; its runs and chats are swept later. Of annotations there may be
 * any number: they go first, in pieces.
 */
export async function deleteApp(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: { readonly appId: AppId },
): Promise<void> {
  requireEditor(scope.caller);
  const app = await scope.stores.apps.get(request.appId);
  const { annotations } = scope.stores.ofApp(app);
  await annotations.deleteSetting();
  await annotations.deleteAll();
  await scope.stores.vectors.deleteCollection(annotationCollection(app.id));
  await scope.stores.transaction(async ({ apps, vectors }) => {
    await apps.delete(app.id);
    await vectors.deleteCollection(annotationCollection(app.id)); // what came in meanwhile
  });
}

export interface ExportAppRequest {
  readonly appId: AppId;
  readonly includeSecrets: boolean;
}

/** The app as a DSL file. */
export async function exportApp(
  scope: Pick<Scope, 'stores' | 'caller' | 'vault'>,
  request: ExportAppRequest,
): Promise<string> {
  requireEditor(scope.caller);
  const app = await scope.stores.apps.get(request.appId);
  const { includeSecrets } = request;
  const document = { ...factsOf(app), ...(await bodyOf(scope, app)), dependencies: [] };
  const exported = exportDocument(document, { tenantId: scope.caller.tenantId, includeSecrets });
  return printDsl(includeSecrets ? unsealDocument(scope, app.id, exported) : exported);
}

function factsOf(app: App): JsonObject {
  const { name, description, mode, icon, useIconAsAnswerIcon } = app;
  const facts = { name, description, icon, icon_type: app.iconType ?? 'emoji', icon_background: app.iconBackground };
  if (mode === 'rag-pipeline') return { kind: 'rag_pipeline', rag_pipeline: facts };
  return { kind: 'app', app: { ...facts, mode, use_icon_as_answer_icon: useIconAsAnswerIcon } };
}

async function bodyOf({ stores }: Pick<Scope, 'stores'>, app: App): Promise<JsonObject> {
  if (app.appModelConfigId !== null) {
    const config = await stores.ofApp(app).modelConfigs.find(app.appModelConfigId);
    return { model_config: config?.configs ?? {} };
  }
  const draft = (await stores.workflows.findDraft(app.id)) ?? (await stores.workflows.findPublished(app.id));
  if (draft) return { workflow: workflowOf(draft) };
  throw new KnownError('bad_request', { message: `App ${app.id} has no workflow to export.` });
}

function workflowOf(row: Workflow): JsonObject {
  return {
    graph: row.graph,
    features: row.features,
    environment_variables: row.environmentVariables,
    conversation_variables: row.conversationVariables,
    rag_pipeline_variables: row.ragPipelineVariables,
  };
}
