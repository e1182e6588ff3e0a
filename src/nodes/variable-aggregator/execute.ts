import {
  type NodeContext,
  type NodeResult,
  object,
  succeeded,
  toJson,
  type Value,
  type VariableReader,
  type VariableSelector,
} from '../../engine/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import { recordOf } from '../records.ts';
import type { VariableAggregatorConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables'>;

/** The first variable of a list that exists: null counts as existing. */
export async function execute(config: VariableAggregatorConfig, { variables }: Context): Promise<NodeResult> {
  const outputs: Record<string, Value> = {};
  const inputs: Record<string, JsonValue> = {};
  for (const { name, selectors } of groupsOf(config)) {
    const found = firstExisting(selectors, variables);
    if (!found) continue;
    inputs[found.selector.slice(1).join('.')] = recordOf(found.value);
    if (name === undefined) outputs['output'] = found.value;
    // Dify nests the value one deeper in a group, so graphs read it at [id, GROUP, 'output']
    else outputs[name] = object({ output: toJson(found.value) });
  }
  return succeeded({ outputs, inputs });
}

interface Group {
  /** Absent for the one list of a node without groups. */
  readonly name?: string;
  readonly selectors: readonly VariableSelector[];
}

function groupsOf(config: VariableAggregatorConfig): readonly Group[] {
  const advanced = config.advanced_settings;
  if (!advanced?.group_enabled) return [{ selectors: config.variables }];
  return advanced.groups.map((group) => ({ name: group.group_name, selectors: group.variables }));
}

function firstExisting(selectors: readonly VariableSelector[], variables: VariableReader) {
  for (const selector of selectors) {
    const value = variables.get(selector);
    if (value !== undefined) return { selector, value };
  }
  return undefined;
}
