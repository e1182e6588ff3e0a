import { z } from 'zod';
import { booleanField, optionally, Selector, textField, withDefault } from '../config-fields.ts';
import { MemoryConfig, ModelConfig, noVision, VisionConfig } from '../prompting/model-fields.ts';

const parameterTypes = [
  'string',
  'number',
  'boolean',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** The names of old files. */
const OLD_TYPES: Readonly<Record<string, ParameterType>> = { bool: 'boolean', select: 'string' };

const RESERVED = new Set(['__reason', '__is_success']);

const ParameterConfig = z.object({
  name: textField
    .refine((name) => name !== '', 'Parameter name is required')
    .refine((name) => !RESERVED.has(name), 'Invalid parameter name, __reason and __is_success are reserved'),
  type: z.preprocess((type) => (typeof type === 'string' ? (OLD_TYPES[type] ?? type) : type), z.enum(parameterTypes)),
  description: withDefault(textField, ''),
  required: withDefault(booleanField, false),
  options: optionally(z.array(textField)),
});
export type ParameterConfig = z.infer<typeof ParameterConfig>;

export const ParameterExtractorConfig = z.object({
  model: ModelConfig,
  query: withDefault(Selector, []),
  parameters: withDefault(z.array(ParameterConfig), []),
  instruction: withDefault(textField, ''),
  reasoning_mode: withDefault(z.enum(['function_call', 'prompt']).catch('function_call'), 'function_call'),
  memory: optionally(MemoryConfig),
  vision: withDefault(VisionConfig, noVision),
});
export type ParameterExtractorConfig = z.infer<typeof ParameterExtractorConfig>;
