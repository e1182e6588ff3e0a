import type { JsonObject } from '../kernel/index.ts';

/**
 * A workflow graph as it was written, in the newest shape: `dsl` makes it from files, the console from drafts.
 * `data` is Dify's own node document (snake_case); a node's `config` schema parses it when the graph is prepared.
 */
export interface GraphDefinition {
  readonly nodes: readonly GraphNodeSource[];
  readonly edges: readonly GraphEdgeSource[];
}

export interface GraphNodeSource {
  readonly id: string;
  /** `data.type`: 'llm', 'if-else', … Sticky notes are not in the list. */
  readonly type: string;
  readonly title: string;
  /** `data.version`, '1' when absent; versions that no implementation knows use the newest. */
  readonly version: string;
  readonly data: JsonObject;
  /** The iteration or loop node that this node is inside of. */
  readonly parentId?: string;
}

export interface GraphEdgeSource {
  readonly source: string;
  readonly target: string;
  /** Which way out of the source node: 'source', a case id, a class id, an action id, 'fail-branch', … */
  readonly sourceHandle: string;
}

/** Something wrong with a graph, found before it runs. All problems are reported together. */
export interface GraphProblem {
  readonly code:
    | 'MISSING_NODE'
    | 'INVALID_ROOT'
    | 'TRIGGER_START_NODE_CONFLICT'
    | 'CYCLE'
    | 'DUPLICATE_NODE_ID'
    | 'UNKNOWN_NODE_TYPE'
    | 'INVALID_NODE_CONFIG'
    | 'EMPTY_GRAPH';
  readonly message: string;
  readonly nodeId?: string;
  /** Where in the node's `data` the value stands, for `INVALID_NODE_CONFIG`. */
  readonly path?: readonly (string | number)[];
}
