import {
  createVariablePool,
  fromJson,
  type NodeChunk,
  type NodeContext,
  type NodeDefinition,
  type NodeResult,
  toJsonObject,
  type Value,
  type VariablePool,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';

/** For the tests of this room: one node, run with the smallest context it needs. */

/** By dotted name: `{'start.x': 1}`. */
export type Variables = Readonly<Record<string, Value | JsonValue>>;

export function poolOf(variables: Variables): VariablePool {
  return createVariablePool(
    Object.entries(variables).map(
      ([name, value]) => [name.split('.'), isValue(value) ? value : fromJson(value)] as const,
    ),
  );
}

function isValue(value: Value | JsonValue): value is Value {
  return isJsonObject(value) && typeof value['type'] === 'string' && 'value' in value;
}

export type TestContext = Partial<Omit<NodeContext & NodeCapabilities, 'variables'>> & { variables?: Variables };

/** Parses the document as graph preparation does, and executes the node. */
export async function runNode<Config>(
  definition: NodeDefinition<Config, NodeCapabilities>,
  document: JsonObject,
  context: TestContext = {},
): Promise<NodeResult & { readonly chunks: readonly NodeChunk[] }> {
  const chunks: NodeChunk[] = [];
  const { variables = {}, ...rest } = context;
  // a node that asks for a capability the test has not given fails there, with its name
  const full = {
    nodeId: 'node',
    title: 'Node',
    executionId: 'execution',
    signal: new AbortController().signal,
    ...rest,
  };
  const complete = { ...full, variables: poolOf(variables), emit: (chunk: NodeChunk) => chunks.push(chunk) };
  const result = await definition.execute(definition.config.parse(document), complete as unknown as never);
  return { ...result, chunks };
}

/** The outputs as JSON. */
export function outputsOf(result: NodeResult): JsonObject {
  if (result.status === 'paused') throw new Error('the node paused');
  return toJsonObject(result.outputs ?? {});
}
