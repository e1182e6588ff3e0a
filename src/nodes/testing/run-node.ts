import type { NodeChunk, NodeContext, NodeDefinition, NodeResult, Value, VariableReader } from '../../engine/index.ts';
import { fromJson, toJson } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, pythonStr } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { fileAttribute } from '../file-attributes.ts';
import { maskSecret } from '../records.ts';

/** For the tests of this room: one node, run with the smallest context it needs. */

export type Variables = Readonly<Record<string, Value | JsonValue>>;

/** Variables by dotted name: `{'start.x': 1}`. */
export function mapVariables(variables: Variables): VariableReader {
  const get = (selector: readonly string[]): Value | undefined => {
    const [node = '', name = '', ...path] = selector;
    const found = variables[`${node}.${name}`];
    if (found === undefined) return undefined;
    return path.reduce<Value | undefined>(attributeOf, isValue(found) ? found : fromJson(found));
  };
  const render = (template: string, form = 'text'): string =>
    template.replace(/\{\{#([\w.]+)#\}\}/g, (_, path: string) => {
      const value = get(path.split('.'));
      if (value?.type === 'secret' && form === 'log') return maskSecret(value.value);
      return value === undefined ? path : value.type === 'none' ? '' : pythonStr(toJson(value));
    });
  return { get, render };
}

function attributeOf(value: Value | undefined, name: string): Value | undefined {
  if (value?.type === 'object') return Object.hasOwn(value.value, name) ? fromJson(value.value[name]) : undefined;
  const attribute = value?.type === 'file' ? fileAttribute(value.value, name) : undefined;
  return attribute === undefined ? undefined : fromJson(attribute);
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
  const complete = { ...full, variables: mapVariables(variables), emit: (chunk: NodeChunk) => chunks.push(chunk) };
  const result = await definition.execute(definition.config.parse(document), complete as unknown as never);
  return { ...result, chunks };
}

/** The outputs as JSON. */
export function outputsOf(result: NodeResult): JsonObject {
  if (result.status === 'paused') throw new Error('the node paused');
  return Object.fromEntries(Object.entries(result.outputs ?? {}).map(([name, value]) => [name, toJson(value)]));
}
