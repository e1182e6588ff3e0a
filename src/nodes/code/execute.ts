import { type NodeContext, type NodeResult, succeeded, type VariableReader } from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, pythonTypeName } from '../../kernel/index.ts';
import type { CodeError, CodeReply } from '../../platform/sandbox/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { valuesOf } from '../json-values.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { recordOfBindings } from '../records.ts';
import { bindingsToJson } from '../variable-bindings.ts';
import { checkOutputs } from './check-outputs.ts';
import type { CodeConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'sandbox' | 'limits'>;

export async function execute(config: CodeConfig, context: Context): Promise<NodeResult> {
  const record: { inputs: JsonObject; processData?: JsonObject } = {
    inputs: recordOfBindings(config.variables, context.variables),
  };
  try {
    const { result, stdout } = await runCode(config, context);
    if (stdout !== '') record.processData = { stdout };
    const outputs = checkOutputs(mapping(result), config.outputs, context.limits.code);
    return succeeded({ outputs: valuesOf(outputs), ...record });
  } catch (error) {
    return failedBy(error, record);
  }
}

async function runCode(config: CodeConfig, context: Context): Promise<CodeReply> {
  const { sandbox, signal, variables } = context;
  const inputs = noFilesAsNull(bindingsToJson(config.variables, variables), config, variables);
  try {
    return await sandbox.run({ language: config.code_language, code: config.code, inputs, signal });
  } catch (error) {
    // by name: of the platform, nodes know types only
    if (!(error instanceof Error) || error.name !== ('CodeError' satisfies CodeError['name'])) throw error;
    throw new NodeError('CodeExecutionError', error.message, { cause: error });
  }
}

/** An empty list of files is null in code (Dify core/workflow/nodes/code/code_node.py). */
function noFilesAsNull(inputs: JsonObject, config: CodeConfig, variables: VariableReader): JsonObject {
  const empty = config.variables.filter(({ value_selector }) => {
    const value = variables.get(value_selector);
    return value?.type === 'array[file]' && value.value.length === 0;
  });
  return empty.length === 0
    ? inputs
    : { ...inputs, ...Object.fromEntries(empty.map(({ variable }) => [variable, null])) };
}

function mapping(result: JsonValue): JsonObject {
  if (isJsonObject(result)) return result;
  throw new NodeError('CodeExecutionError', `Result must be a dict, got ${pythonTypeName(result)}`);
}
