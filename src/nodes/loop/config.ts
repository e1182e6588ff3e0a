import { z } from 'zod';
import { Condition, LogicalOperator } from '../conditions/index.ts';
import { integerField, json, optionally, withDefault } from '../config-fields.ts';

const LoopVariable = z.object({
  label: z.string(),
  var_type: z.enum([
    'string',
    'number',
    'object',
    'boolean',
    'array[string]',
    'array[number]',
    'array[object]',
    'array[boolean]',
  ]),
  value_type: z.enum(['variable', 'constant']),
  value: optionally(json),
});
export type LoopVariable = z.infer<typeof LoopVariable>;

export const LoopConfig = z.object({
  start_node_id: optionally(z.string()),
  loop_count: integerField.pipe(z.number().min(1)),
  break_conditions: withDefault(z.array(Condition), []),
  logical_operator: withDefault(LogicalOperator, 'and'),
  loop_variables: withDefault(z.array(LoopVariable), []),
});
export type LoopConfig = z.infer<typeof LoopConfig>;
