import { liftSimpleApp, readModelConfig, readWorkflow, type WorkflowDefinition } from '../../../dsl/index.ts';
import { type FileReference, fromJson } from '../../../engine/index.ts';
import {
  type AccountId,
  type EndUserId,
  isJsonObject,
  type JsonObject,
  KnownError,
  parseJson,
  type TaskId,
} from '../../../kernel/index.ts';
import { type NumberedEvent, numberRecorded, type RunFacts } from '../../../runs/index.ts';
import type { App, ChatOwner, WorkflowRun } from '../../../storage/index.ts';
import { workflowOfRun } from '../../apps/published-definition.ts';
import { unsealDocument } from '../../apps/sealed-variables.ts';
import type { Scope } from '../../scope.ts';
import { environmentContext } from '../record/run-record.ts';
import { presetGraph } from './preset-graph.ts';
import type { RunPlan } from './run-plan.ts';
import { prepareWorkflow } from './runnable-app.ts';

/** Everything that is recorded of a run which is to go on. */
export interface StoredRun {
  readonly plan: RunPlan;
  readonly history: readonly NumberedEvent[];
}

/** Rebuilds the plan of a recorded run, and what has happened in it. */
export async function loadRun(scope: Scope, row: WorkflowRun): Promise<StoredRun> {
  const app = await scope.stores.apps.get(row.appId);
  const definition = await scope.stores.runs.findDefinition(row.id);
  const { workflow, rootNodeId, environment } = isJsonObject(definition)
    ? fromDefinition(scope, app, row, definition)
    : {
        workflow: await workflowOfRun(scope, app, row.workflowId),
        rootNodeId: undefined,
        environment: {},
      };
  const history = await historyOf(scope, row);
  const plan: RunPlan = {
    ...prepareAgain(scope, workflow, history, rootNodeId),
    ...givenOf(row),
    environment,
    storedVariables: {},
    facts: await factsOfRow(scope, app, row),
  };
  return { plan: { ...plan, storedVariables: await variablesOf(scope, app, plan) }, history };
}

/** The graph that the run is made of: the app's, or the answer that the app's rules gave in its place. */
function prepareAgain(
  scope: Pick<Scope, 'nodes'>,
  workflow: WorkflowDefinition,
  history: readonly NumberedEvent[],
  rootNodeId: string | undefined,
): Pick<RunPlan, 'workflow' | 'graph' | 'preset'> {
  const preset = history.map(({ event }) => event).find((event) => event.type === 'preset-answered');
  if (preset) return { ...presetGraph(scope, workflow, preset), preset };
  return { workflow, graph: prepareWorkflow(workflow, scope, rootNodeId) };
}

/** What the caller gave. */
function givenOf(row: WorkflowRun): Pick<RunPlan, 'inputs' | 'files' | 'user' | 'owner' | 'dialogueCount' | 'query'> {
  const inputs = row.inputs ?? {};
  const system = (name: string) => inputs[`sys.${name}`] ?? null;
  const form = Object.entries(inputs).filter(([name]) => !name.startsWith('sys.'));
  const query = system('query');
  return {
    inputs: Object.fromEntries(form.map(([name, value]) => [name, fromJson(value)])),
    files: filesOf(system('files')),
    user: String(system('user_id') ?? ''),
    dialogueCount: Number(system('dialogue_count') ?? 1),
    owner: ownerOfRun(row),
    ...(typeof query === 'string' && { query }),
  };
}

/** Whoever answers a form of it, or takes it over, the run stays that of the person who began it. */
export function ownerOfRun({ createdBy, createdByRole }: WorkflowRun): ChatOwner {
  return createdByRole === 'end_user' ? { endUserId: createdBy as EndUserId } : { accountId: createdBy as AccountId };
}

/** Every recorded event of a run. */
export async function historyOf(scope: Pick<Scope, 'stores'>, row: WorkflowRun): Promise<NumberedEvent[]> {
  return Array.fromAsync(numberRecorded(scope.stores.runs.listEvents(row.id)));
}

function fromDefinition(
  scope: Pick<Scope, 'caller' | 'vault'>,
  { id, mode }: App,
  row: WorkflowRun,
  definition: JsonObject,
) {
  const { document, root, environment } = definition;
  const clear = isJsonObject(document) ? unsealDocument(scope, id, document) : {};
  const part = (key: string) => (isJsonObject(clear[key]) ? clear[key] : undefined);
  const [graph, config] = [part('workflow'), part('model_config')];
  const workflow = graph ? readWorkflow(graph).workflow : config && liftSimpleApp(mode, readModelConfig(config));
  if (!workflow) throw new KnownError('run_not_resumable', { message: `Run ${row.id} has no stored workflow.` });
  const overrides =
    typeof environment === 'string' ? parseJson(scope.vault.decrypt(environment, environmentContext(row.id))) : {};
  return {
    workflow,
    rootNodeId: typeof root === 'string' ? root : undefined,
    environment: overrides as Record<string, string>, // written by the run's own start
  };
}

function filesOf(json: JsonObject[string]): readonly FileReference[] {
  const value = fromJson(json);
  return value.type === 'array[file]' ? value.value : [];
}

/** What is known of a recorded run. */
export async function factsOfRow(
  scope: Pick<Scope, 'stores' | 'createdBy' | 'ids'>,
  app: App,
  row: WorkflowRun,
): Promise<RunFacts> {
  const message = row.type === 'chat' ? await scope.stores.ofApp(app).messages.findByRun(row.id) : undefined;
  return {
    runId: row.id,
    taskId: row.taskId ?? (scope.ids.next() as TaskId),
    appId: row.appId,
    workflowId: row.workflowId,
    mode: app.mode,
    createdAt: row.createdAt,
    inputs: row.inputs ?? {},
    createdBy: scope.createdBy,
    ...(message && {
      messageId: message.id,
      conversationId: message.conversationId,
      parentMessageId: message.parentMessageId,
    }),
  };
}

async function variablesOf(scope: Pick<Scope, 'stores'>, app: App, { facts }: RunPlan): Promise<JsonObject> {
  if (facts.conversationId === undefined) return {};
  const variables = await scope.stores.ofApp(app).conversations.findVariables(facts.conversationId);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}
