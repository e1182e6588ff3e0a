import { CURRENT_DSL_VERSION, type DslFile, type ImportStatus, openDatasetIds, readDsl } from '../../dsl/index.ts';
import { type AppId, type AppMode, KnownError } from '../../kernel/index.ts';
import type { App, WorkflowContent } from '../../storage/index.ts';
import { prepareWorkflow } from '../runs/plan/runnable-app.ts';
import type { Scope } from '../scope.ts';
import { requireEditor } from './require-editor.ts';
import { sealContent } from './sealed-variables.ts';
import { siteOf } from './site.ts';
import { contentOf, modelConfigOf, toDefinition } from './workflow-content.ts';

export interface ImportAppRequest {
  readonly text: string | Uint8Array;
  /** Instead of the file's own. */
  readonly name?: string;
  readonly description?: string;
  /** Overwrites the draft of this app. */
  readonly appId?: AppId;
  /** Also a file that another version of Dify wrote (`pending`). */
  readonly isConfirmed?: boolean;
  /** Takes nothing that could not be published: such a graph is refused with `invalid_graph`. */
  readonly isToBePublished?: boolean;
}

export interface ImportAppResult {
  readonly id: string;
  readonly status: ImportStatus;
  readonly appId?: AppId;
  readonly appMode?: AppMode;
  readonly importedDslVersion: string;
  readonly currentDslVersion: string;
  readonly error: string;
}

type Needs = Pick<Scope, 'stores' | 'nodes' | 'caller' | 'vault'>;

/** Takes an app file into the workspace, as a new app or over an app's draft. A wrong file is a result, no error. */
export async function importApp(
  scope: Needs & Pick<Scope, 'ids'>,
  request: ImportAppRequest,
): Promise<ImportAppResult> {
  requireEditor(scope.caller);
  const read = readDsl(request.text);
  const result = {
    id: scope.ids.next(),
    importedDslVersion: read.version ?? '',
    currentDslVersion: CURRENT_DSL_VERSION,
    error: read.error ?? '',
  };
  if (!read.file || (read.status === 'pending' && !request.isConfirmed)) return { ...result, status: read.status };
  const app =
    request.appId === undefined
      ? await createFrom(scope, read.file, request)
      : await overwrite(scope, read.file, request, request.appId);
  const status = read.status === 'pending' ? 'completed' : read.status;
  return { ...result, status, appId: app.id, appMode: app.mode };
}

async function createFrom(scope: Needs, file: DslFile, request: ImportAppRequest): Promise<App> {
  const { app: definition } = file;
  return scope.stores.transaction(async (stores) => {
    const app = await stores.apps.create({
      name: request.name ?? (definition.name || 'Untitled'),
      description: request.description ?? definition.description,
      mode: definition.mode,
      icon: definition.icon,
      iconType: definition.iconType,
      iconBackground: definition.iconBackground,
      useIconAsAnswerIcon: definition.useIconAsAnswerIcon,
    });
    await stores.ofApp(app).site.create(siteOf(app));
    if (definition.workflow) {
      await stores.workflows.saveDraft(app, draftOf(scope, app, file, request));
      return app;
    }
    // Apps without a graph have no draft: what is saved is what runs.
    const config = await stores.ofApp(app).modelConfigs.create(modelConfigOf(file.document));
    return stores.apps.update(app.id, { appModelConfigId: config.id });
  });
}

async function overwrite(scope: Needs, file: DslFile, request: ImportAppRequest, appId: AppId): Promise<App> {
  return scope.stores.transaction(async (stores) => {
    const app = await stores.apps.get(appId);
    if (app.mode !== 'workflow' && app.mode !== 'advanced-chat') {
      throw new KnownError('bad_request', { message: 'Only workflow or advanced chat apps can be overwritten' });
    }
    await stores.workflows.saveDraft(app, draftOf(scope, app, file, request));
    return app;
  });
}

/** Knowledge bases of this workspace are found again, those of others left out (Dify 1.x `_create_or_update_app`). */
function draftOf(scope: Needs, app: App, file: DslFile, { isToBePublished }: ImportAppRequest): WorkflowContent {
  const content = contentOf(openDatasetIds(file.document, scope.caller.tenantId));
  if (isToBePublished) prepareWorkflow(toDefinition(content), scope); // as publishing does: throws what that would
  return sealContent(scope, app.id, content);
}
