import { z } from 'zod';
import { booleanField, integerField, Selector, textField, withDefault } from '../config-fields.ts';

const filterOperators = [
  'contains',
  'start with',
  'end with',
  'is',
  'in',
  'empty',
  'not contains',
  'is not',
  'not in',
  'not empty',
  '=',
  '≠',
  '<',
  '>',
  '≥',
  '≤',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

const FilterCondition = z.object({
  key: withDefault(z.string(), ''),
  comparison_operator: withDefault(z.enum(filterOperators), 'contains'),
  value: withDefault(z.union([textField, z.array(z.string()), z.boolean()]), ''),
});
export type FilterCondition = z.infer<typeof FilterCondition>;

const enabled = withDefault(booleanField, false);
const off = { enabled: false };

export const ListOperatorConfig = z.object({
  variable: withDefault(Selector, []),
  filter_by: z.object({ enabled, conditions: withDefault(z.array(FilterCondition), []) }),
  extract_by: withDefault(z.object({ enabled, serial: withDefault(textField, '1') }), { ...off, serial: '1' }),
  order_by: z.object({
    enabled,
    key: withDefault(z.string(), ''),
    value: z.preprocess((value) => value || undefined, z.enum(['asc', 'desc']).default('asc')),
  }),
  limit: z.object({ enabled, size: withDefault(integerField, -1) }),
});
export type ListOperatorConfig = z.infer<typeof ListOperatorConfig>;
