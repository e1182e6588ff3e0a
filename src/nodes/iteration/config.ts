import { z } from 'zod';
import { booleanField, integerField, optionally, Selector, withDefault } from '../config-fields.ts';

export const IterationConfig = z.object({
  start_node_id: optionally(z.string()),
  iterator_selector: Selector,
  output_selector: Selector,
  is_parallel: withDefault(booleanField, false),
  parallel_nums: withDefault(integerField.pipe(z.number().min(1)), 10),
  error_handle_mode: withDefault(z.enum(['terminated', 'continue-on-error', 'remove-abnormal-output']), 'terminated'),
  // absent in files from before the switch, which were always flattened
  flatten_output: withDefault(booleanField, true),
});
export type IterationConfig = z.infer<typeof IterationConfig>;
