import { z } from 'zod';
import { Condition, LogicalOperator } from '../conditions/index.ts';
import { optionally, withDefault } from '../config-fields.ts';

const Case = z.object({
  case_id: z.string(),
  logical_operator: LogicalOperator,
  conditions: z.array(Condition),
});
type Case = z.infer<typeof Case>;

/** Before there were cases, the one group of conditions stood on the node itself. */
export const IfElseConfig = z
  .object({
    cases: optionally(z.array(Case)),
    logical_operator: withDefault(LogicalOperator, 'and'),
    conditions: withDefault(z.array(Condition), []),
  })
  .transform(({ cases, logical_operator, conditions }) => ({
    cases: cases ?? [{ case_id: 'true', logical_operator, conditions } satisfies Case],
    isLegacy: cases === undefined,
  }));
export type IfElseConfig = z.infer<typeof IfElseConfig>;
