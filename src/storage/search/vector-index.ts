/** A vector with the id of what it stands for. */
export interface VectorItem {
  readonly id: string;
  readonly vector: Float32Array;
}

export interface SearchHit {
  readonly id: string;
  /** Higher is closer; for vectors the cosine similarity, from -1 to 1. */
  readonly score: number;
}

/**
 * Finds the vectors nearest to one, within a collection. The vectors of a collection have the same number of dimensions;
 * for those of another model, delete the collection and fill it anew.
 */
export interface VectorIndex {
  /** Adds items, or replaces those with the same id. */
  upsert(collection: string, items: readonly VectorItem[]): Promise<void>;
  delete(collection: string, ids: readonly string[]): Promise<void>;
  /** In pieces: others write in between. */
  deleteCollection(collection: string): Promise<void>;
  /** Deletes a piece of a collection; answers how many items that were, 0 when none is left. */
  deleteSome(collection: string): Promise<number>;
  /** Nearest first. */
  search(collection: string, vector: Float32Array, limit: number): Promise<SearchHit[]>;
}
