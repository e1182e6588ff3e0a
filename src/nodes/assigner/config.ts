import { z } from 'zod';
import { json, optionally, Selector, withDefault } from '../config-fields.ts';

export const AssignerConfig = z.object({
  assigned_variable_selector: Selector,
  write_mode: z.enum(['over-write', 'append', 'clear']),
  input_variable_selector: withDefault(Selector, []),
});
export type AssignerConfig = z.infer<typeof AssignerConfig>;

const operations = [
  'over-write',
  'clear',
  'append',
  'extend',
  'set',
  '+=',
  '-=',
  '*=',
  '/=',
  'remove-first',
  'remove-last',
] as const;
export type Operation = (typeof operations)[number];

const Item = z.object({
  variable_selector: Selector,
  input_type: z.enum(['variable', 'constant']),
  operation: z.enum(operations),
  /** The constant, or the selector of the source. */
  value: optionally(json),
});
export type AssignerItem = z.infer<typeof Item>;

export const ItemsAssignerConfig = z.object({ items: withDefault(z.array(Item), []) });
export type ItemsAssignerConfig = z.infer<typeof ItemsAssignerConfig>;
