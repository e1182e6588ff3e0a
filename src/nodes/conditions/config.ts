import { z } from 'zod';
import { isNumber } from '../../kernel/index.ts';
import { optionally, Selector, withDefault } from '../config-fields.ts';

/** Dify's condition documents (spec: core/workflow/utils/condition/entities.py). */
const comparisonOperators = [
  'contains',
  'not contains',
  'start with',
  'end with',
  'is',
  'is not',
  'empty',
  'not empty',
  'in',
  'not in',
  'all of',
  '=',
  '≠',
  '>',
  '<',
  '≥',
  '≤',
  'null',
  'not null',
  'exists',
  'not exists',
] as const;
export const ComparisonOperator = z.enum(comparisonOperators);
export type ComparisonOperator = z.infer<typeof ComparisonOperator>;

export const LogicalOperator = z.enum(['and', 'or']);
export type LogicalOperator = z.infer<typeof LogicalOperator>;

/** Numbers that an editor left unquoted count as text. */
const scalar = z.preprocess((value) => (isNumber(value) ? String(value) : value), z.union([z.string(), z.boolean()]));
const ExpectedValue = z.union([scalar, z.array(scalar)]);
export type ExpectedValue = z.infer<typeof ExpectedValue>;

export const SubCondition = z.object({
  key: z.string(),
  comparison_operator: ComparisonOperator,
  value: optionally(ExpectedValue),
});
export type SubCondition = z.infer<typeof SubCondition>;

export const Condition = z.object({
  variable_selector: Selector,
  comparison_operator: ComparisonOperator,
  value: optionally(ExpectedValue),
  sub_variable_condition: optionally(
    z.object({
      logical_operator: withDefault(LogicalOperator, 'and'),
      conditions: withDefault(z.array(SubCondition), []),
    }),
  ),
});
export type Condition = z.infer<typeof Condition>;
