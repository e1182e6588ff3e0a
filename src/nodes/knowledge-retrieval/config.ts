import { z } from 'zod';
import type { JsonObject } from '../../kernel/index.ts';
import { integerField, numberField, optionally, Selector, withDefault } from '../config-fields.ts';

const selectors = {
  query_variable_selector: withDefault(Selector, []),
  query_attachment_selector: withDefault(Selector, []),
};

/** How to search is the retriever's to read: it gets the whole document. */
const wholeDocument = <Shape extends { readonly [key: string]: unknown }>(shape: Shape) => ({
  ...shape,
  document: shape as unknown as JsonObject, // a loose schema keeps every key of the document
});

export const KnowledgeRetrievalConfig = z
  .looseObject({ ...selectors, dataset_ids: withDefault(z.array(z.string()), []) })
  .transform(wholeDocument);

/** Version 2 searches external knowledge spaces. */
export const SpaceRetrievalConfig = z
  .looseObject({
    ...selectors,
    control_space_ids: z.array(z.string()).min(1).max(10),
    mode: optionally(z.enum(['fast', 'deep', 'research'])),
    top_n: withDefault(integerField.pipe(z.number().min(1).max(100)), 10),
    score_threshold: optionally(numberField),
  })
  .transform(wholeDocument);

export interface RetrievalConfig {
  readonly query_variable_selector: readonly string[];
  readonly query_attachment_selector: readonly string[];
  readonly document: JsonObject;
}
