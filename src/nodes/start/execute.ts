import { type NodeContext, type NodeResult, none, succeeded, type Value } from '../../engine/index.ts';
import { isJsonObject } from '../../kernel/index.ts';
import type { Stopwatch } from '../json-schema/patterns.ts';
import { schemaProblem } from '../json-schema/schema-problem.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { recordsOf } from '../records.ts';
import { systemOutputs } from '../system-variables.ts';
import type { StartConfig, StartVariable } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'inputs' | 'clock'>;

export async function execute(config: StartConfig, context: Context): Promise<NodeResult> {
  const inputs = context.inputs ?? {};
  const record = { inputs: recordsOf(inputs) };
  try {
    for (const variable of config.variables) {
      if (variable.type === 'json_object')
        await checkObject(variable, inputs[variable.variable] ?? none, context.clock);
    }
  } catch (error) {
    return failedBy(error, record);
  }
  return succeeded({ outputs: { ...systemOutputs(context.variables), ...inputs }, ...record });
}

async function checkObject(variable: StartVariable, { value }: Value, clock: Stopwatch): Promise<void> {
  const name = variable.variable;
  if (value === null && variable.required) throw new NodeError('ValueError', `${name} is required in input form`);
  if (!value) return;
  if (!isJsonObject(value)) throw new NodeError('TypeError', `JSON object for '${name}' must be an object`);
  if (!variable.json_schema || Object.keys(value).length === 0) return;
  const problem = await schemaProblem(variable.json_schema, value, clock);
  if (problem) throw new NodeError('ValueError', `JSON object for '${name}' does not match schema: ${problem}`);
}
