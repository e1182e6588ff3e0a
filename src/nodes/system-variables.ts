import type { Value, VariableReader } from '../engine/index.ts';

/** All names of the `sys` namespace; each run has some of them (spec of variables: per mode). */
const names = [
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
];

/** What root nodes put out beside their inputs: every system variable as `sys.NAME`. */
export function systemOutputs(variables: VariableReader): Record<string, Value> {
  const outputs: Record<string, Value> = {};
  for (const name of names) {
    const value = variables.get(['sys', name]);
    if (value !== undefined) outputs[`sys.${name}`] = value;
  }
  return outputs;
}
