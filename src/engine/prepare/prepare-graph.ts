import { z } from 'zod';
import type { GraphDefinition, GraphEdgeSource, GraphNodeSource, GraphProblem } from '../graph-definition.ts';
import type { InnerGraph, NodeRegistry, PreparedNode, PrepareResult } from '../prepared-graph.ts';
import { readCommonData } from './common-data.ts';
import { findCycles } from './find-cycles.ts';
import { type DraftEdge, type DraftNode, formIslands } from './islands.ts';

export interface PrepareOptions {
  /** Where the run begins, when it is not for the graph to say (a trigger fired). */
  readonly rootNodeId?: string;
}

/** Parses and checks a graph. Everything that is wrong is reported at once; only a graph without problems may run. */
export function prepareGraph<C>(
  definition: GraphDefinition,
  registry: NodeRegistry<C>,
  options: PrepareOptions = {},
): PrepareResult<C> {
  const problems: GraphProblem[] = [];
  if (definition.nodes.length === 0) problems.push({ code: 'EMPTY_GRAPH', message: 'The graph has no nodes' });
  const sources = uniqueNodes(definition.nodes, problems);
  const nodes = new Map<string, DraftNode<C>>();
  for (const source of sources.values()) {
    const node = prepareNode(source, registry, problems);
    if (node) nodes.set(node.id, node);
  }
  const edges = knownEdges(definition.edges, sources, problems);
  const root = chooseRoot(sources, edges, registry, options, problems);
  checkStartAndTrigger(sources, problems);
  checkCycles([...sources.keys()], edges, problems);
  if (problems.length > 0 || root === undefined) return { problems };
  connect(nodes, sources, edges);
  return { graph: { rootNodeId: root.id, nodes }, problems: [] };
}

function uniqueNodes(sources: readonly GraphNodeSource[], problems: GraphProblem[]): Map<string, GraphNodeSource> {
  const unique = new Map<string, GraphNodeSource>();
  const reported = new Set<string>();
  for (const source of sources) {
    if (unique.has(source.id) && !reported.has(source.id)) {
      reported.add(source.id);
      problems.push({
        code: 'DUPLICATE_NODE_ID',
        message: `Several nodes have the id "${source.id}"`,
        nodeId: source.id,
      });
    }
    unique.set(source.id, source);
  }
  return unique;
}

function prepareNode<C>(
  source: GraphNodeSource,
  registry: NodeRegistry<C>,
  problems: GraphProblem[],
): DraftNode<C> | undefined {
  const definition = registry.find(source.type, source.version);
  if (!definition) {
    problems.push({
      code: 'UNKNOWN_NODE_TYPE',
      message: `Unknown node type "${source.type}" in ${nameOf(source)} (known: ${registry.types.join(', ')})`,
      nodeId: source.id,
    });
    return undefined;
  }
  const config = definition.config.safeParse(source.data);
  const common = readCommonData(source.data);
  if (!config.success) reportConfig(source, config.error, problems);
  if (common instanceof z.ZodError) return reportConfig(source, common, problems);
  if (!config.success) return undefined;
  const { role } = definition;
  const description = definition.describe?.(config.data);
  return {
    id: source.id,
    type: source.type,
    title: source.title,
    ...(source.parentId !== undefined && { parentId: source.parentId }),
    definition,
    config: config.data,
    ...(description && { description }),
    defaults: common.defaults,
    ...(common.errorStrategy && { errorStrategy: common.errorStrategy }),
    ...(common.retry && definition.isRetryable && { retry: common.retry }),
    isBranch: role === 'branch' || common.errorStrategy === 'fail-branch',
    isEntry: isEntry(source),
    island: NOWHERE,
    slot: 0,
    incomingCount: 0,
    outgoing: [],
  };
}

/** Until `formIslands` has put a node somewhere. */
const NOWHERE = {
  nodes: [],
  edgeCount: 0,
  incomingCounts: new Uint32Array(),
  responses: [],
  holdGroups: [],
  streamed: new Map(),
};

function reportConfig(source: GraphNodeSource, error: z.ZodError, problems: GraphProblem[]): undefined {
  for (const issue of error.issues) {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    const place = path.length === 0 ? '' : ` at ${path.join('.')}`;
    problems.push({
      code: 'INVALID_NODE_CONFIG',
      message: `${nameOf(source)} (${source.type}) is not configured correctly${place}: ${issue.message}`,
      nodeId: source.id,
      path,
    });
  }
}

function nameOf(source: GraphNodeSource): string {
  return source.title && source.title !== source.id ? `node "${source.id}" ("${source.title}")` : `node "${source.id}"`;
}

function knownEdges(
  edges: readonly GraphEdgeSource[],
  nodes: ReadonlyMap<string, GraphNodeSource>,
  problems: GraphProblem[],
): GraphEdgeSource[] {
  return edges.filter((edge) => {
    for (const end of ['source', 'target'] as const) {
      if (nodes.has(edge[end])) continue;
      problems.push({
        code: 'MISSING_NODE',
        message: `The edge from "${edge.source}" to "${edge.target}" has an unknown ${end} node "${edge[end]}"`,
        nodeId: edge[end],
      });
    }
    return nodes.has(edge.source) && nodes.has(edge.target);
  });
}

/** Dify core/workflow/graph/graph.py, `_find_root_node_id`: the first start among the nodes nothing leads to. */
function chooseRoot<C>(
  nodes: ReadonlyMap<string, GraphNodeSource>,
  edges: readonly GraphEdgeSource[],
  registry: NodeRegistry<C>,
  options: PrepareOptions,
  problems: GraphProblem[],
): GraphNodeSource | undefined {
  if (nodes.size === 0) return undefined;
  const isRoot = (node: GraphNodeSource) =>
    registry.find(node.type, node.version)?.role === 'root' && !isEntry(node) && node.parentId === undefined;
  if (options.rootNodeId !== undefined) {
    const requested = nodes.get(options.rootNodeId);
    if (requested && (isRoot(requested) || isEntry(requested))) return requested;
    const reason = requested ? `a node of type "${requested.type}" starts nothing` : 'it is not in the graph';
    problems.push({
      code: 'INVALID_ROOT',
      message: `The run cannot start at node "${options.rootNodeId}": ${reason}`,
      nodeId: options.rootNodeId,
    });
    return undefined;
  }
  const targets = new Set(edges.map((edge) => edge.target));
  const candidates = [...nodes.values()].filter((node) => !targets.has(node.id) && node.parentId === undefined);
  const root = candidates.find(isRoot);
  if (root) return root;
  const [first] = candidates;
  problems.push({
    code: 'INVALID_ROOT',
    message: first
      ? `The graph has no start node: ${nameOf(first)} is of type "${first.type}", which starts nothing`
      : 'The graph has no start node: every node has an incoming edge',
    ...(first && { nodeId: first.id }),
  });
  return undefined;
}

function isEntry(node: GraphNodeSource): boolean {
  return node.type === 'iteration-start' || node.type === 'loop-start';
}

function checkStartAndTrigger(nodes: ReadonlyMap<string, GraphNodeSource>, problems: GraphProblem[]): void {
  const all = [...nodes.values()];
  const start = all.find((node) => node.type === 'start');
  const trigger = all.find((node) => node.type.startsWith('trigger-'));
  if (!start || !trigger) return;
  problems.push({
    code: 'TRIGGER_START_NODE_CONFLICT',
    message: `A graph begins with a start node ("${start.id}") or with triggers ("${trigger.id}"), not with both`,
    nodeId: trigger.id,
  });
}

function checkCycles(ids: readonly string[], edges: readonly GraphEdgeSource[], problems: GraphProblem[]): void {
  const places = new Map(ids.map((id, place) => [id, place]));
  const targets: number[][] = ids.map(() => []);
  for (const edge of edges) {
    const target = places.get(edge.target);
    if (target !== undefined) targets[places.get(edge.source) ?? -1]?.push(target);
  }
  for (const cycle of findCycles(ids.length, targets)) {
    const names = cycle.map((place) => ids[place] ?? '');
    const [first = ''] = names;
    const shown = names.length > 10 ? [...names.slice(0, 9), '…'] : names;
    problems.push({
      code: 'CYCLE',
      message: `The edges form a cycle: ${[...shown, first].map((id) => (id === '…' ? id : `"${id}"`)).join(' → ')}`,
      nodeId: first,
    });
  }
}

function connect<C>(
  nodes: ReadonlyMap<string, DraftNode<C>>,
  sources: ReadonlyMap<string, GraphNodeSource>,
  edges: readonly GraphEdgeSource[],
): void {
  const drafts = edges.flatMap((edge): DraftEdge<C>[] => {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    return source && target ? [{ source, target, handle: edge.sourceHandle }] : [];
  });
  const children = Map.groupBy(nodes.values(), (node) => node.parentId);
  for (const node of nodes.values()) {
    if (node.definition.role === 'container') node.inner = innerGraph(node, sources.get(node.id), nodes, children);
  }
  formIslands([...nodes.values()], drafts);
}

function innerGraph<C>(
  container: PreparedNode<C>,
  source: GraphNodeSource | undefined,
  nodes: ReadonlyMap<string, PreparedNode<C>>,
  children: ReadonlyMap<string | undefined, readonly PreparedNode<C>[]>,
): InnerGraph<C> {
  const named = source?.data['start_node_id'];
  const inside = descendants(container.id, children);
  const start =
    (typeof named === 'string' ? nodes.get(named) : undefined) ??
    children.get(container.id)?.find((child) => child.isEntry);
  return {
    kind: container.type === 'loop' ? 'loop' : 'iteration',
    nodeIds: inside,
    ...(start && { start }),
  };
}

function descendants<C>(
  id: string,
  children: ReadonlyMap<string | undefined, readonly PreparedNode<C>[]>,
): readonly string[] {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child.id)) continue;
      found.add(child.id);
      open.push(child.id);
    }
  }
  return [...found];
}
