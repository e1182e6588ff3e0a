import { z } from 'zod';
import { optionally, Selector, textField, withDefault } from '../config-fields.ts';
import { MemoryConfig, ModelConfig, noVision, VisionConfig } from '../prompting/model-fields.ts';

const ClassConfig = z.object({
  id: textField,
  name: withDefault(textField, ''),
  label: withDefault(textField, ''),
});
export type ClassConfig = z.infer<typeof ClassConfig>;

export const QuestionClassifierConfig = z.object({
  query_variable_selector: withDefault(Selector, []),
  model: ModelConfig,
  classes: withDefault(z.array(ClassConfig), []),
  // old files say `instructions` beside it, which Dify never reads
  instruction: withDefault(textField, ''),
  memory: optionally(MemoryConfig),
  vision: withDefault(VisionConfig, noVision),
});
export type QuestionClassifierConfig = z.infer<typeof QuestionClassifierConfig>;
