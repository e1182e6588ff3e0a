import type { JsonObject } from '../kernel/index.ts';
import type { GraphProblem } from './graph-definition.ts';
import type { NodeDefinition, ResponseSegment } from './node.ts';
import type { Value } from './variables/value.ts';

/** The node types a graph may use. Looked up by type and version; an unknown version gives the newest. */
export interface NodeRegistry<Capabilities> {
  find(type: string, version: string): NodeDefinition<unknown, Capabilities> | undefined;
  readonly types: readonly string[];
}

/** A graph that may run: configs parsed, edges resolved, response sessions known. Made by `prepareGraph`, immutable. */
export interface PreparedGraph<Capabilities> {
  readonly rootNodeId: string;
  readonly nodes: ReadonlyMap<string, PreparedNode<Capabilities>>;
}

export interface PreparedNode<Capabilities> {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly parentId?: string;
  readonly definition: NodeDefinition<unknown, Capabilities>;
  readonly config: unknown;
  readonly description?: JsonObject;
  /** What happens when the last attempt has failed; without it the run (or round) fails. */
  readonly errorStrategy?: ErrorStrategy;
  /** The outputs of strategy `default-value`. */
  readonly defaults: Readonly<Record<string, Value>>;
  readonly retry?: RetryPolicy;
  /** Takes the edges of one handle only: branch nodes, and every node with strategy `fail-branch`. */
  readonly isBranch: boolean;
  /** The start node inside a container: it has no work and no events of its own. */
  readonly isEntry: boolean;
  /** What is inside, for containers. */
  readonly inner?: InnerGraph<Capabilities>;
  readonly island: Island<Capabilities>;
  /** Its place among the nodes of its island. */
  readonly slot: number;
  readonly incomingCount: number;
  readonly outgoing: readonly PreparedEdge<Capabilities>[];
}

export type ErrorStrategy = 'fail-branch' | 'default-value';

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly intervalMs: number;
}

export interface InnerGraph<Capabilities> {
  readonly kind: 'iteration' | 'loop';
  readonly start?: PreparedNode<Capabilities>;
  /** All nodes inside, also inside of containers inside. */
  readonly nodeIds: readonly string[];
}

export interface PreparedEdge<Capabilities> {
  readonly source: PreparedNode<Capabilities>;
  readonly target: PreparedNode<Capabilities>;
  readonly handle: string;
  /** Its place among the edges of its island. */
  readonly slot: number;
}

/**
 * The nodes that edges connect with one another. The top of a graph is one, the inside of each container another; a
 * frame of a run keeps the state of one island.
 */
export interface Island<Capabilities> {
  readonly nodes: readonly PreparedNode<Capabilities>[];
  readonly edgeCount: number;
  /** Number of incoming edges by slot: copied for each frame. */
  readonly incomingCounts: Uint32Array;
  /** Ordered by node id, which decides between responses that become active at once. */
  readonly responses: readonly ResponsePlan<Capabilities>[];
  /** Which nodes' edges hold back which responses: those that all hold back, and one more set for each group. */
  readonly holdGroups: readonly ReadonlySet<number>[];
  /** The variables that responses refer to, by node id: their chunks are worth keeping. */
  readonly streamed: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ResponsePlan<Capabilities> {
  readonly node: PreparedNode<Capabilities>;
  readonly segments: readonly ResponseSegment[];
  /** Index into `holdGroups`. */
  readonly holdGroup: number;
}

export type PrepareResult<Capabilities> =
  | { readonly graph: PreparedGraph<Capabilities>; readonly problems: readonly [] }
  | { readonly graph?: undefined; readonly problems: readonly GraphProblem[] };
