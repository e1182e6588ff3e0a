import type { NodeDefinition } from '../engine/index.ts';
import type { NodeCapabilities } from './capabilities.ts';

/** Declares a node type: gives `execute` the types of its own config. */
export function defineNode<Config>(
  definition: NodeDefinition<Config, NodeCapabilities>,
): NodeDefinition<Config, NodeCapabilities> {
  return definition;
}
