import type { GraphDefinition, GraphEdgeSource, GraphNodeSource } from '../../engine/index.ts';
import { asText } from '../fields.ts';

const START_TYPES: Readonly<Record<string, string>> = { iteration: 'iteration-start', loop: 'loop-start' };

/**
 * Gives every iteration and loop its inner start node. Before DSL 0.1.1 `start_node_id` named an ordinary node inside;
 * some generators leave it out. The node that is put in front of them emits no events, so nobody sees it.
 */
export function liftContainers(graph: GraphDefinition): GraphDefinition {
  const containers = graph.nodes.filter((node) => Object.hasOwn(START_TYPES, node.type));
  if (containers.length === 0) return graph;
  const childrenOf = Map.groupBy(graph.nodes, (node) => node.parentId);
  const ids = new Set(graph.nodes.map((node) => node.id));
  const isEntered = new Set(graph.edges.filter((edge) => edge.source !== edge.target).map((edge) => edge.target));

  const changed = new Map<string, GraphNodeSource>();
  const nodes: GraphNodeSource[] = [];
  const edges: GraphEdgeSource[] = [];
  for (const container of containers) {
    const children = childrenOf.get(container.id) ?? [];
    const entry = findEntry(container, children, isEntered);
    if (entry === undefined) continue;
    const isStart = typeof entry === 'string';
    const startId = isStart ? entry : freeId(`${container.id}start`, ids);
    ids.add(startId);
    if (!isStart) {
      nodes.push(makeStart(startId, container));
      edges.push(...entry.map((child) => ({ source: startId, target: child.id, sourceHandle: 'source' })));
    }
    changed.set(container.id, { ...container, data: { ...container.data, start_node_id: startId } });
  }
  if (changed.size === 0) return graph;
  return {
    nodes: [...graph.nodes.map((node) => changed.get(node.id) ?? node), ...nodes],
    edges: [...graph.edges, ...edges],
  };
}

/** A start node that is there already, the children to start with, or undefined when nothing is to be changed. */
function findEntry(
  container: GraphNodeSource,
  children: readonly GraphNodeSource[],
  isEntered: ReadonlySet<string>,
): string | readonly GraphNodeSource[] | undefined {
  const startType = START_TYPES[container.type];
  const named = children.find((child) => child.id === asText(container.data['start_node_id']));
  if (named) return named.type === startType ? undefined : [named];
  const start = children.find((child) => child.type === startType);
  if (start) return start.id;
  const first = children.filter((child) => !isEntered.has(child.id));
  return first.length > 0 ? first : undefined;
}

function makeStart(id: string, container: GraphNodeSource): GraphNodeSource {
  const type = START_TYPES[container.type] ?? '';
  return { id, type, title: '', version: '1', data: { type, title: '', desc: '' }, parentId: container.id };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let number = 1; taken.has(id); number++) id = `${wanted}${number}`;
  return id;
}
