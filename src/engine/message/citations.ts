import type { JsonObject } from '../../kernel/index.ts';

/**
 * The passages that an answer rests on, each once, numbered from 1 in the order in which they were found. What is found
 * later in a document that is named already adds nothing. (Dify 1.x core/app/task_pipeline/message_cycle_manager.py,
 * `handle_retriever_resources`; since 1.13 it names one passage of each document alone)
 */
export class Citations {
  readonly #found = new Map<string, JsonObject>();
  readonly #documents = new Set<string>();

  /** What one node has found. */
  add(citations: readonly JsonObject[]): void {
    const isNamed = new Set(this.#documents);
    for (const citation of citations) {
      const document = documentOf(citation);
      const position = this.#found.size + 1;
      const key = String(citation['segment_id'] ?? `position ${position}`);
      if (this.#found.has(key) || (document && isNamed.has(document))) continue;
      this.#found.set(key, { ...citation, position });
      if (document) this.#documents.add(document);
    }
  }

  list(): JsonObject[] {
    return [...this.#found.values()];
  }
}

/** Undefined for a passage that tells nothing of where it stands. */
function documentOf({ dataset_id: dataset, document_id: document }: JsonObject): string | undefined {
  return dataset && document ? JSON.stringify([dataset, document]) : undefined;
}
