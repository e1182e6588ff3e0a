import { z } from 'zod';
import { jsonObject, optionally, Selector } from '../config-fields.ts';

export const KnowledgeIndexConfig = z.object({
  chunk_structure: z.string(),
  index_chunk_variable_selector: Selector,
  indexing_technique: optionally(z.string()),
  summary_index_setting: optionally(jsonObject),
});
export type KnowledgeIndexConfig = z.infer<typeof KnowledgeIndexConfig>;
