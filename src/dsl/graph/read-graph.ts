import type { GraphDefinition, GraphEdgeSource, GraphNodeSource } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import { asText, listAt, mappingAt } from '../fields.ts';
import type { DslProblem } from '../problem.ts';
import { liftContainers } from './lift-containers.ts';
import { liftNode } from './lift-node.ts';

export interface GraphReading {
  readonly graph: GraphDefinition;
  /** Paths start at the graph. */
  readonly problems: readonly DslProblem[];
}

/** Reads the `graph` of a workflow: nodes that can run and their edges, old shapes lifted. */
export function readGraph(document: JsonObject): GraphReading {
  const problems: DslProblem[] = [];
  for (const key of ['nodes', 'edges']) {
    if (Array.isArray(document[key])) continue;
    problems.push({ code: 'INVALID_GRAPH', message: `The graph has no list of ${key}`, path: [key] });
  }
  const found = listAt(document, 'nodes').flatMap((item, index) => {
    const node = findNode(item, index);
    if ('id' in node) return [node];
    if (node.problem) problems.push(node.problem);
    return [];
  });
  const graph = { nodes: toSources(found), edges: readEdges(listAt(document, 'edges')) };
  return { graph: liftContainers(graph), problems };
}

interface FoundNode {
  readonly id: string;
  readonly type: string;
  readonly wrapper: JsonObject;
  readonly data: JsonObject;
}

/** Sticky notes are no nodes; what has no id or no type cannot be one. */
function findNode(item: JsonValue, index: number): FoundNode | { readonly problem?: DslProblem } {
  const path = ['nodes', index];
  if (!isJsonObject(item)) {
    return { problem: { code: 'INVALID_GRAPH', message: 'A node is not a mapping', path } };
  }
  const data = mappingAt(item, 'data');
  if (item['type'] === 'custom-note' || data['type'] === '') return {};
  const id = asText(item['id']);
  if (!id) return { problem: { code: 'INVALID_GRAPH', message: 'A node has no id', path } };
  const type = asText(data['type']) ?? typeOfWrapper(item);
  if (type) return { id, type, wrapper: item, data };
  return { problem: { code: 'INVALID_NODE_CONFIG', message: `Node "${id}" has no data.type`, path, nodeId: id } };
}

/** The wrapper's type is the editor's (`custom`), but generators write the node's type there. */
function typeOfWrapper(wrapper: JsonObject): string {
  const type = asText(wrapper['type']) ?? '';
  return type.startsWith('custom') ? type.replace(/^custom-?/, '') : type.replaceAll('_', '-');
}

function toSources(found: readonly FoundNode[]): readonly GraphNodeSource[] {
  const parents = parentFinder(found);
  return found.map((node) => {
    const lifted = liftNode(node.type, node.data);
    const parentId = parents(node);
    return {
      id: node.id,
      title: asText(node.data['title']) ?? '',
      ...lifted,
      ...(parentId !== undefined && { parentId }),
    };
  });
}

/**
 * The container of a node. Membership is written in up to four places, none of which every file has: `iteration_id` and
 * `loop_id` of the data count most, then the editor's `parentId`, then being the start node that a container names.
 */
function parentFinder(found: readonly FoundNode[]): (node: FoundNode) => string | undefined {
  const containers = found.filter(({ type }) => type === 'iteration' || type === 'loop');
  const ids = new Set(containers.map(({ id }) => id));
  const containerOfStart = new Map(containers.map(({ id, data }) => [asText(data['start_node_id']), id]));
  return ({ id, data, wrapper }) => {
    const isContainer = (other: string | undefined) => other !== undefined && other !== id && ids.has(other);
    const named = [asText(data['iteration_id']), asText(data['loop_id'])].filter(isContainer);
    const parent = asText(wrapper['parentId']);
    if (named.length > 0) return named.includes(parent) ? parent : named[0];
    return [parent, containerOfStart.get(id)].find(isContainer);
  };
}

/** Edges whose ends are not named are the editor's leftovers, and an edge that is there twice counts once. */
function readEdges(list: readonly JsonValue[]): readonly GraphEdgeSource[] {
  const edges = new Map<string, GraphEdgeSource>();
  for (const item of list) {
    if (!isJsonObject(item)) continue;
    const [source, target] = [asText(item['source']), asText(item['target'])];
    if (!source || !target) continue;
    const sourceHandle = asText(item['sourceHandle']) || 'source';
    edges.set(JSON.stringify([source, sourceHandle, target]), { source, target, sourceHandle });
  }
  return [...edges.values()];
}
