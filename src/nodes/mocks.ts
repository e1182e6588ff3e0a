import { z } from 'zod';
import {
  failed,
  fromJson,
  type NodeContext,
  type NodeDefinition,
  type NodeRegistry,
  type NodeResult,
  succeeded,
} from '../engine/index.ts';
import { type JsonObject, mapValues } from '../kernel/index.ts';
import type { NodeCapabilities } from './capabilities.ts';
import { jsonObject, numberField, optionally, textField, withDefault } from './config-fields.ts';

/** What takes the place of a node's own work: outputs or a failure, after a while. */
const NodeMock = z.strictObject({
  outputs: optionally(jsonObject),
  error: optionally(textField),
  error_type: optionally(textField),
  delay_ms: optionally(numberField),
});
type NodeMock = z.infer<typeof NodeMock>;

/** The file of `--mocks`: by node id, which wins, and by node type. */
export const NodeMocks = z.strictObject({
  nodes: withDefault(z.record(z.string(), NodeMock), {}),
  node_types: withDefault(z.record(z.string(), NodeMock), {}),
});
export type NodeMocks = z.infer<typeof NodeMocks>;

/** The same registry, where mocked nodes do no work. Configs are still checked; retries and strategies stay real. */
export function withMocks(registry: NodeRegistry<NodeCapabilities>, mocks: NodeMocks): NodeRegistry<NodeCapabilities> {
  return {
    types: registry.types,
    find(type, version) {
      const real = registry.find(type, version);
      return real && mocked(real, mocks);
    },
  };
}

function mocked(
  real: NodeDefinition<unknown, NodeCapabilities>,
  mocks: NodeMocks,
): NodeDefinition<unknown, NodeCapabilities> {
  return {
    ...real,
    execute(config, context) {
      const mock = ownEntry(mocks.nodes, context.nodeId) ?? ownEntry(mocks.node_types, real.type);
      return mock ? play(mock, real.type, context) : real.execute(config, context);
    },
  };
}

/** Node ids come from files: `constructor` is no mock. */
function ownEntry(mocks: Readonly<Record<string, NodeMock>>, name: string): NodeMock | undefined {
  return Object.hasOwn(mocks, name) ? mocks[name] : undefined;
}

async function play(mock: NodeMock, type: string, context: NodeContext): Promise<NodeResult> {
  if (mock.delay_ms) await context.clock.sleep(mock.delay_ms, context.signal);
  if (mock.error !== undefined) return failed(mock.error_type ?? 'WorkflowNodeError', mock.error);
  const outputs = mock.outputs ?? {};
  if (type === 'tool' || type === 'agent') streamText(outputs, context);
  const branch = branchOf(type, outputs);
  return succeeded({
    outputs: mapValues(outputs, fromJson),
    ...(branch !== undefined && { branch }),
  });
}

/** Tools and agents stream their text; a mocked one in a single piece. */
function streamText(outputs: JsonObject, context: NodeContext): void {
  const text = outputs['text'];
  if (typeof text === 'string') context.emit({ kind: 'text', variable: 'text', text, isLast: true });
}

/** The output by which a branch node tells its way out. */
const branchOutputs: Readonly<Record<string, string>> = {
  'if-else': 'selected_case_id',
  'question-classifier': 'class_id',
  'human-input': '__action_id',
};

function branchOf(type: string, outputs: JsonObject): string | undefined {
  const value = outputs[branchOutputs[type] ?? ''];
  return typeof value === 'string' ? value : undefined;
}
