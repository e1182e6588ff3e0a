import {
  type AppDefinition,
  liftSimpleApp,
  type ModelConfig,
  readModelConfig,
  type WorkflowDefinition,
} from '../../dsl/index.ts';
import { KnownError, type WorkflowId } from '../../kernel/index.ts';
import { type App, DRAFT } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { unsealContent } from './sealed-variables.ts';
import { toDefinition } from './workflow-content.ts';

export interface PublishedDefinition {
  /** Of the workflow version, or of the saved configuration of an app without a graph. */
  readonly id: WorkflowId;
  readonly version: string;
  readonly definition: AppDefinition;
}

type Needs = Pick<Scope, 'stores' | 'versions' | 'caller' | 'vault'>;

/** What runs of an app: one of its versions, the published one without `workflowId`. */
export async function publishedDefinition(
  scope: Needs,
  app: App,
  workflowId?: WorkflowId,
): Promise<PublishedDefinition> {
  const facts = factsOf(app);
  if (app.appModelConfigId !== null) {
    const id = app.appModelConfigId as WorkflowId; // its rows take the place of versions
    return { id, version: 'config', definition: { ...facts, modelConfig: await modelConfigOf(scope, app, id) } };
  }
  const { id, version } = await findVersion(scope, app, workflowId);
  return { id, version, definition: { ...facts, workflow: await workflowOf(scope, app, id) } };
}

function modelConfigOf({ stores, versions }: Needs, app: App, id: string): Promise<ModelConfig> {
  return versions.of(`${app.tenantId} ${app.id} ${id}`, async () => {
    const config = await stores.ofApp(app).modelConfigs.find(id);
    if (config) return readModelConfig(config.configs);
    throw new KnownError('app_unavailable');
  });
}

function workflowOf(scope: Needs, app: App, id: WorkflowId): Promise<WorkflowDefinition> {
  return scope.versions.of(`${app.tenantId} ${app.id} ${id}`, () => readStored(scope, app, id));
}

async function readStored(
  scope: Pick<Scope, 'stores' | 'caller' | 'vault'>,
  app: App,
  id: WorkflowId,
): Promise<WorkflowDefinition> {
  return toDefinition(unsealContent(scope, app.id, await scope.stores.workflows.get(id)));
}

/** The workflow that a recorded run was made of. */
export async function workflowOfRun(
  scope: Pick<Scope, 'stores' | 'caller' | 'vault'>,
  app: App,
  workflowId: WorkflowId,
): Promise<WorkflowDefinition> {
  const config = await scope.stores.ofApp(app).modelConfigs.find(workflowId);
  if (config) return liftSimpleApp(app.mode, readModelConfig(config.configs));
  return readStored(scope, app, workflowId);
}

async function findVersion({ stores }: Needs, app: App, wanted: WorkflowId | undefined) {
  const id = wanted ?? app.workflowId;
  const version = id === null ? undefined : await stores.workflows.findVersionName(app.id, id);
  if (id === null || (version === undefined && wanted === undefined))
    throw new KnownError('invalid_param', { message: 'Workflow not published' });
  if (version === undefined) throw new KnownError('not_found', { message: `Workflow not found with id: ${id}` });
  if (version !== DRAFT) return { id, version };
  throw new KnownError('bad_request', { message: `Cannot use draft workflow version. Workflow ID: ${id}` });
}

function factsOf(app: App): Omit<AppDefinition, 'workflow' | 'modelConfig'> {
  const { name, description, mode, icon, iconType, iconBackground, useIconAsAnswerIcon } = app;
  return {
    ...{ name, description, mode, useIconAsAnswerIcon },
    icon: icon ?? '',
    iconType: iconType ?? 'emoji',
    iconBackground: iconBackground ?? '',
  };
}
