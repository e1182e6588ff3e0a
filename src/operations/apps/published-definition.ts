import { type AppDefinition, liftSimpleApp, readModelConfig, type WorkflowDefinition } from '../../dsl/index.ts';
import { KnownError, type WorkflowId } from '../../kernel/index.ts';
import type { App } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { toDefinition } from './workflow-content.ts';

export interface PublishedDefinition {
  /** Of the workflow version, or of the saved configuration of an app without a graph. */
  readonly id: WorkflowId;
  readonly version: string;
  readonly definition: AppDefinition;
}

/** What runs of an app: one of its versions, the published one without `workflowId`. */
export async function publishedDefinition(
  scope: Pick<Scope, 'stores'>,
  app: App,
  workflowId?: WorkflowId,
): Promise<PublishedDefinition> {
  const facts = factsOf(app);
  if (app.appModelConfigId !== null) {
    const config = await scope.stores.ofApp(app).modelConfigs.find(app.appModelConfigId);
    if (!config) throw new KnownError('app_unavailable');
    const modelConfig = readModelConfig(config.configs);
    return { id: config.id as WorkflowId, version: 'config', definition: { ...facts, modelConfig } }; // its rows take the place of versions
  }
  const row = await findVersion(scope, app, workflowId);
  return { id: row.id, version: row.version, definition: { ...facts, workflow: toDefinition(row) } };
}

/** The workflow that a recorded run was made of. */
export async function workflowOfRun(
  scope: Pick<Scope, 'stores'>,
  app: App,
  workflowId: WorkflowId,
): Promise<WorkflowDefinition> {
  const config = await scope.stores.ofApp(app).modelConfigs.find(workflowId);
  if (config) return liftSimpleApp(app.mode, readModelConfig(config.configs));
  return toDefinition(await scope.stores.workflows.get(workflowId));
}

async function findVersion(scope: Pick<Scope, 'stores'>, app: App, workflowId: WorkflowId | undefined) {
  if (workflowId === undefined) {
    const published = await scope.stores.workflows.findPublished(app.id);
    if (published) return published;
    throw new KnownError('invalid_param', { message: 'Workflow not published' });
  }
  const version = await scope.stores.workflows.find(workflowId);
  if (version?.appId !== app.id)
    throw new KnownError('not_found', { message: `Workflow not found with id: ${workflowId}` });
  if (version.version !== 'draft') return version;
  throw new KnownError('bad_request', { message: `Cannot use draft workflow version. Workflow ID: ${workflowId}` });
}

function factsOf(app: App): Omit<AppDefinition, 'workflow' | 'modelConfig'> {
  const { name, description, mode, icon, iconType, iconBackground, useIconAsAnswerIcon } = app;
  return {
    ...{ name, description, mode, useIconAsAnswerIcon },
    icon: icon ?? '',
    iconType: iconType ?? 'emoji',
    iconBackground: iconBackground ?? '',
    dependencies: [],
  };
}
