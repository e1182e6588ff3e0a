import type { Value, VariableReader } from '../engine/index.ts';

/** All names of the `sys` namespace; each run has some of them (spec of variables: per mode). */
const known = [
  'user_id',
  'app_id',
  'workflow_id',
  'workflow_run_id',
  'files',
  'timestamp',
  'query',
  'conversation_id',
  'dialogue_count',
  'document_id',
  'original_document_id',
  'dataset_id',
  'batch',
  'datasource_type',
  'datasource_info',
  'invoke_from',
].map((name) => ({ selector: ['sys', name], output: `sys.${name}` }));

/** What root nodes put out beside their inputs: every system variable as `sys.NAME`. */
export function systemOutputs(variables: VariableReader): Record<string, Value> {
  const outputs: Record<string, Value> = {};
  for (const { selector, output } of known) {
    const value = variables.get(selector);
    if (value !== undefined) outputs[output] = value;
  }
  return outputs;
}
