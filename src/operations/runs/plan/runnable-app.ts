import { type AppDefinition, liftSimpleApp, type WorkflowDefinition } from '../../../dsl/index.ts';
import { type PreparedGraph, prepareGraph } from '../../../engine/index.ts';
import { type AppId, type JsonObject, KnownError, type WorkflowId } from '../../../kernel/index.ts';
import type { NodeCapabilities } from '../../../nodes/index.ts';
import type { Scope } from '../../scope.ts';

/** An app that could be run now, wherever its definition came from: a file, a published version, a draft. */
export interface RunnableApp {
  readonly appId: AppId;
  readonly workflowId: WorkflowId;
  readonly definition: AppDefinition;
  /** Of the workflow: `draft`, or when it was published. */
  readonly version: string;
  /** No published version holds it: a run keeps its own copy of `document`. */
  readonly isUnpublished?: boolean;
  readonly document?: JsonObject;
}

/** The app's workflow, prepared; throws `invalid_graph` with every problem. */
export function prepareApp(
  app: RunnableApp,
  scope: Pick<Scope, 'nodes'>,
  rootNodeId?: string,
): { readonly workflow: WorkflowDefinition; readonly graph: PreparedGraph<NodeCapabilities> } {
  const workflow = workflowOf(app.definition);
  return { workflow, graph: prepareWorkflow(workflow, scope, rootNodeId) };
}

const liftedApps = new WeakMap<object, WorkflowDefinition>();

/** An app's own graph, or the small one that a simple app stands for. */
export function workflowOf({ mode, workflow, modelConfig }: AppDefinition): WorkflowDefinition {
  if (workflow) return workflow;
  if (modelConfig) {
    const lifted = liftedApps.get(modelConfig) ?? liftSimpleApp(mode, modelConfig);
    liftedApps.set(modelConfig, lifted);
    return lifted;
  }
  throw new KnownError('app_unavailable', { message: 'The app has neither a workflow nor a model configuration.' });
}

type Graph = PreparedGraph<NodeCapabilities>;

/** Prepared once per workflow and set of nodes: neither ever changes. */
const preparedGraphs = new WeakMap<Scope['nodes'], WeakMap<WorkflowDefinition, Graph>>();

export function prepareWorkflow(workflow: WorkflowDefinition, scope: Pick<Scope, 'nodes'>, rootNodeId?: string): Graph {
  if (rootNodeId !== undefined) return prepareNew(workflow, scope, rootNodeId);
  const known = preparedGraphs.get(scope.nodes) ?? new WeakMap<WorkflowDefinition, Graph>();
  preparedGraphs.set(scope.nodes, known);
  const graph = known.get(workflow) ?? prepareNew(workflow, scope);
  known.set(workflow, graph);
  return graph;
}

function prepareNew(workflow: WorkflowDefinition, scope: Pick<Scope, 'nodes'>, rootNodeId?: string): Graph {
  const prepared = prepareGraph(workflow.graph, scope.nodes, rootNodeId === undefined ? {} : { rootNodeId });
  if (prepared.graph) return prepared.graph;
  const [first, ...more] = prepared.problems;
  throw new KnownError('invalid_graph', {
    message: `${first?.code}: ${first?.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
    hint: 'dify validate FILE lists every problem with its line.',
    details: prepared.problems.map(({ code, message, nodeId }) => ({ code, message, node_id: nodeId ?? null })),
  });
}
