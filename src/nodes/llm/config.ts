import { z } from 'zod';
import {
  booleanField,
  jsonObject,
  optionally,
  Selector,
  textField,
  VariableBinding,
  withDefault,
} from '../config-fields.ts';
import { MemoryConfig, ModelConfig, noVision, VisionConfig } from '../prompting/model-fields.ts';

const Edition = {
  edition_type: withDefault(z.enum(['basic', 'jinja2']).catch('basic'), 'basic'),
  jinja2_text: optionally(textField),
};

export const ChatPrompt = z.object({
  role: withDefault(z.enum(['system', 'user', 'assistant']).catch('user'), 'user'),
  text: withDefault(textField, ''),
  ...Edition,
});
export type ChatPrompt = z.infer<typeof ChatPrompt>;

export const CompletionPrompt = z.object({ text: withDefault(textField, ''), ...Edition });
export type CompletionPrompt = z.infer<typeof CompletionPrompt>;

const ContextConfig = z.object({
  enabled: withDefault(booleanField, false),
  variable_selector: withDefault(Selector, []),
});
export type ContextConfig = z.infer<typeof ContextConfig>;

export const LlmConfig = z.object({
  model: ModelConfig,
  prompt_template: withDefault(z.union([z.array(ChatPrompt), CompletionPrompt]), []),
  prompt_config: withDefault(z.object({ jinja2_variables: withDefault(z.array(VariableBinding), []) }), {
    jinja2_variables: [],
  }),
  memory: optionally(MemoryConfig),
  context: withDefault(ContextConfig, { enabled: false, variable_selector: [] }),
  vision: withDefault(VisionConfig, noVision),
  structured_output: optionally(jsonObject),
  structured_output_enabled: optionally(booleanField),
  structured_output_switch_on: optionally(booleanField),
  /** False in apps without a graph of their own: files that the model makes are told beside the text, not in it. */
  links_files: withDefault(booleanField, true),
  reasoning_format: withDefault(z.enum(['tagged', 'separated']).catch('tagged'), 'tagged'),
});
export type LlmConfig = z.infer<typeof LlmConfig>;

/** The text that a prompt is made of: editors keep the Jinja2 edition beside the plain one. */
export function sourceOf(prompt: CompletionPrompt): string {
  return prompt.edition_type === 'jinja2' && prompt.jinja2_text ? prompt.jinja2_text : prompt.text;
}

export function promptsOf(config: LlmConfig): readonly CompletionPrompt[] {
  return Array.isArray(config.prompt_template) ? config.prompt_template : [config.prompt_template];
}

/** The switch has two names: the document's, and the one under which it is stored. The latter wins, as in Dify. */
export function wantsStructure(config: LlmConfig): boolean {
  const isOn = config.structured_output_switch_on ?? config.structured_output_enabled ?? false;
  return isOn && config.structured_output !== undefined;
}
