import type { JsonObject } from '../../kernel/index.ts';

/**
 * The passages that an answer rests on, numbered from 1 in the order in which they were found: the first one of each
 * document, and all that do not say which document they are of. (Dify after 1.13.3
 * core/app/task_pipeline/message_cycle_manager.py, `handle_retriever_resources`; up to it, one node named all passages
 * of a document.)
 */
export class Citations {
  readonly #found: JsonObject[] = [];
  readonly #documents = new Set<string>();

  /** What one node has found. */
  add(citations: readonly JsonObject[]): void {
    for (const citation of citations) {
      const document = documentOf(citation);
      if (document !== undefined && this.#documents.has(document)) continue;
      if (document !== undefined) this.#documents.add(document);
      this.#found.push({ ...citation, position: this.#found.length + 1 });
    }
  }

  list(): JsonObject[] {
    return [...this.#found];
  }
}

/** Undefined for a passage that does not tell where it stands. */
function documentOf({ dataset_id: dataset, document_id: document }: JsonObject): string | undefined {
  return dataset && document ? JSON.stringify([dataset, document]) : undefined;
}
