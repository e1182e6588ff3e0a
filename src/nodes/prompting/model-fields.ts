import { z } from 'zod';
import {
  booleanField,
  integerField,
  jsonObject,
  optionally,
  Selector,
  textField,
  withDefault,
} from '../config-fields.ts';

/** Fields that all nodes which ask a language model have in common (Dify core/workflow/nodes/llm/entities.py). */
export const ModelConfig = z.object({
  provider: withDefault(textField, ''),
  name: withDefault(textField, ''),
  mode: withDefault(z.enum(['chat', 'completion']).catch('chat'), 'chat'),
  completion_params: withDefault(jsonObject, {}),
});
export type ModelConfig = z.infer<typeof ModelConfig>;

const MemoryWindow = z.object({ enabled: withDefault(booleanField, false), size: optionally(integerField) });
const RolePrefix = z.object({ user: withDefault(textField, ''), assistant: withDefault(textField, '') });

export const MemoryConfig = z.object({
  window: withDefault(MemoryWindow, { enabled: false }),
  query_prompt_template: optionally(textField),
  role_prefix: optionally(RolePrefix),
});
export type MemoryConfig = z.infer<typeof MemoryConfig>;

const ALL_FILES = ['sys', 'files'];

const VisionOptions = z.object({
  // an empty selector is what editors leave behind when files were never chosen
  variable_selector: withDefault(Selector, ALL_FILES).transform((selector) =>
    selector.length < 2 ? ALL_FILES : selector,
  ),
  detail: withDefault(z.enum(['low', 'high']).catch('high'), 'high'),
});

export const VisionConfig = z.object({
  enabled: withDefault(booleanField, false),
  configs: withDefault(VisionOptions, { variable_selector: ALL_FILES, detail: 'high' }),
});
export type VisionConfig = z.infer<typeof VisionConfig>;

export const noVision: VisionConfig = {
  enabled: false,
  configs: { variable_selector: ALL_FILES, detail: 'high' },
};
