import { z } from 'zod';
import { booleanField, optionally, Selector, withDefault } from '../config-fields.ts';

const Group = z.object({ group_name: z.string(), variables: z.array(Selector) });

export const VariableAggregatorConfig = z.object({
  variables: withDefault(z.array(Selector), []),
  advanced_settings: optionally(
    z.object({ group_enabled: withDefault(booleanField, false), groups: withDefault(z.array(Group), []) }),
  ),
});
export type VariableAggregatorConfig = z.infer<typeof VariableAggregatorConfig>;
