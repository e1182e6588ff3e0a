import type { JsonObject } from '../kernel/index.ts';

/** The passages that an answer rests on, each once, numbered from 1 in the order in which they were found. */
export class Citations {
  readonly #found = new Map<string, JsonObject>();

  add(citations: readonly JsonObject[]): void {
    for (const citation of citations) {
      const position = this.#found.size + 1;
      const key = String(citation['segment_id'] ?? `position ${position}`);
      if (!this.#found.has(key)) this.#found.set(key, { ...citation, position });
    }
  }

  list(): JsonObject[] {
    return [...this.#found.values()];
  }
}
