import { z } from 'zod';
import { optionally, VariableBinding } from '../config-fields.ts';

const outputTypes = [
  'string',
  'number',
  'object',
  'boolean',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;

export interface CodeOutput {
  readonly type: (typeof outputTypes)[number];
  readonly children?: Readonly<Record<string, CodeOutput>> | undefined;
}

const CodeOutput: z.ZodType<CodeOutput> = z.lazy(() =>
  z.object({ type: z.enum(outputTypes), children: optionally(z.record(z.string(), CodeOutput)) }),
);

export const CodeConfig = z.object({
  variables: z.array(VariableBinding),
  code_language: z.enum(['python3', 'javascript']),
  code: z.string(),
  outputs: z.record(z.string(), CodeOutput),
});
export type CodeConfig = z.infer<typeof CodeConfig>;
