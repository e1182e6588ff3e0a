import { type NodeContext, type NodeResult, none, succeeded, type Value } from '../../engine/index.ts';
import { recordOfBindings } from '../records.ts';
import type { EndConfig } from './config.ts';

export async function execute(config: EndConfig, context: Pick<NodeContext, 'variables'>): Promise<NodeResult> {
  const outputs: Record<string, Value> = {};
  for (const { variable, value_selector } of config.outputs) {
    outputs[variable] = context.variables.get(value_selector) ?? none;
  }
  return succeeded({ outputs, inputs: recordOfBindings(config.outputs, context.variables) });
}
