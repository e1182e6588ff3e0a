import { type AppDefinition, readDsl } from '../../dsl/index.ts';
import type { FileReference } from '../../engine/index.ts';
import {
  type AppId,
  type ConversationId,
  idFromText,
  type JsonObject,
  KnownError,
  type WorkflowId,
} from '../../kernel/index.ts';
import { type GivenFile, keepGiven } from '../files/given-file.ts';
import type { Scope } from '../scope.ts';
import { checkGivenInputs } from './inputs/check-given-inputs.ts';
import { workflowOf } from './plan/runnable-app.ts';
import { runApp, type StartedRun } from './run-app.ts';

export interface RunDefinitionRequest {
  /** The DSL file. */
  readonly text: string | Uint8Array;
  /** What to call it in messages. */
  readonly name: string;
  readonly inputs: JsonObject;
  /** Those for "sys" are `sys.files`. */
  readonly files: readonly GivenFile[];
  readonly query?: string;
  readonly conversationId?: string;
  readonly rootNodeId?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
}

/** Runs an app straight from its DSL file. */
export async function runDefinition(
  scope: Scope,
  request: RunDefinitionRequest,
): Promise<StartedRun & { readonly warnings: readonly string[] }> {
  const { definition, document, warnings } = readDefinition(request);
  const idle = checkGivenInputs(definition, {
    values: Object.keys(request.inputs),
    files: request.files.map(({ input }) => input),
    hasQuery: request.query !== undefined,
    rootNodeId: request.rootNodeId,
  });
  const app = fileApp(request, definition);
  if (scope.keepsRecords) await keepApp(scope, app, definition);
  const given = await takeFiles(scope, request.files, definition);
  const started = await runApp(scope, {
    app: { ...app, definition, document, version: 'draft', isUnpublished: true },
    inputs: { ...request.inputs, ...given.inputs },
    files: given.system,
    user: request.user,
    environment: request.environment,
    ...(request.query !== undefined && { query: request.query }),
    ...(request.conversationId !== undefined && { conversationId: request.conversationId as ConversationId }),
    ...(request.rootNodeId !== undefined && { rootNodeId: request.rootNodeId }),
  });
  return { ...started, warnings: [...warnings, ...idle] };
}

/** The same file gives the same app, so that conversations of a data directory find each other. */
function fileApp(request: RunDefinitionRequest, definition: AppDefinition) {
  return {
    appId: idFromText(`app ${definition.mode} ${definition.name}`) as AppId,
    workflowId: idFromText(new TextDecoder().decode(toBytes(request.text))) as WorkflowId,
  };
}

/** Runs and conversations hang on an app; a file's app has no published workflow. */
async function keepApp(
  scope: Pick<Scope, 'stores'>,
  { appId }: { appId: AppId },
  definition: AppDefinition,
): Promise<void> {
  const { name, description, mode, icon, iconType, iconBackground } = definition;
  await scope.stores.transaction(async (stores) => {
    if (await stores.apps.find(appId)) return;
    await stores.apps.create({
      id: appId,
      name,
      description,
      mode,
      icon,
      iconType,
      iconBackground,
      enableSite: false,
      enableApi: false,
    });
  });
}

function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

function readDefinition(request: RunDefinitionRequest) {
  const read = readDsl(request.text);
  if (read.file) {
    const isNewer = read.status === 'pending';
    return {
      definition: read.file.app,
      document: read.file.document,
      warnings: isNewer
        ? [`${request.name} was written for DSL version ${read.version}, which is not this program's`]
        : [],
    };
  }
  const [first] = read.problems;
  const place = first?.line === undefined ? '' : `:${first.line}:${first.column ?? 1}`;
  throw new KnownError('invalid_dsl', {
    message: `${request.name}${place}: ${read.error ?? first?.message ?? 'not a Dify app'}`,
    details: read.problems.map(({ code, message, line, column }) => ({
      code,
      message,
      line: line ?? null,
      column: column ?? null,
    })),
  });
}

/** Local files are kept, remote ones only named. */
async function takeFiles(scope: Pick<Scope, 'files'>, files: readonly GivenFile[], definition: AppDefinition) {
  const inputs: Record<string, JsonObject | JsonObject[]> = {};
  const system: FileReference[] = [];
  for (const file of files) {
    const mapping = await keepGiven(scope.files, file);
    if (file.input === 'sys') system.push(await scope.files.resolve(mapping));
    else if (isList(definition, file.input)) inputs[file.input] = [...[inputs[file.input] ?? []].flat(), mapping];
    else inputs[file.input] = mapping;
  }
  return { inputs, system };
}

/** True when the start form asks for several files under this name. */
function isList(definition: AppDefinition, input: string): boolean {
  const start = workflowOf(definition).graph.nodes.find(({ type }) => type === 'start');
  const fields = start?.data['variables'];
  if (!Array.isArray(fields)) return false;
  return fields.some((field) => field?.['variable'] === input && field['type'] === 'file-list');
}
