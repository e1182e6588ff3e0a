import { z } from 'zod';
import { Selector, withDefault } from '../config-fields.ts';

export const EndConfig = z.object({
  // `value_type` is only informative
  outputs: withDefault(z.array(z.object({ variable: z.string(), value_selector: Selector })), []),
});
export type EndConfig = z.infer<typeof EndConfig>;
