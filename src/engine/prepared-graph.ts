import type { GraphProblem } from './graph-definition.ts';
import type { NodeDefinition } from './node.ts';

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
}

export type PrepareResult<Capabilities> =
  | { readonly graph: PreparedGraph<Capabilities>; readonly problems: readonly [] }
  | { readonly graph?: undefined; readonly problems: readonly GraphProblem[] };
