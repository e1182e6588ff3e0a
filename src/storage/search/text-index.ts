import type { SearchHit } from './vector-index.ts';

export interface TextItem {
  readonly id: string;
  readonly text: string;
}

/** Finds texts by their words, within a collection. */
export interface TextIndex {
  /** Adds items, or replaces those with the same id. */
  upsert(collection: string, items: readonly TextItem[]): Promise<void>;
  delete(collection: string, ids: readonly string[]): Promise<void>;
  deleteCollection(collection: string): Promise<void>;
  /** Best first: texts with any of the words, the rarer the better (BM25). */
  search(collection: string, query: string, limit: number): Promise<SearchHit[]>;
}
