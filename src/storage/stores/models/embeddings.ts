import { and, eq, inArray } from 'drizzle-orm';
import type { TenantId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';

export interface EmbeddingModelName {
  readonly providerName: string;
  readonly modelName: string;
}

/** Rows per statement or commit: few enough that the process is never blocked for long. */
const BATCH = 250;

/**
 * Vectors of documents by the hash of their text. Each is Float32Array // [dimensions], of length 1; its bytes are
 * little-endian, which is how every machine this program runs on has them.
 */
export class EmbeddingStore {
  readonly #ground: Ground;
  readonly #rows: OwnedRows<typeof tables.embeddings, { tenantId: TenantId }>;

  constructor(ground: Ground, tenantId: TenantId) {
    this.#ground = ground;
    this.#rows = new OwnedRows(ground, tables.embeddings, { tenantId });
  }

  /** Those that are known, by hash. */
  async find(model: EmbeddingModelName, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    for (const batch of batchesOf(hashes)) {
      for (const { hash, embedding } of await this.#listAny(model, batch)) found.set(hash, toVector(embedding));
    }
    return found;
  }

  /** Only what is needed, in any order: sorting rows with their vectors costs more than finding them. */
  #listAny({ providerName, modelName }: EmbeddingModelName, hashes: readonly string[]) {
    const { tenantId, hash, embedding, ...names } = tables.embeddings;
    const isOwn = eq(tenantId, this.#rows.owner.tenantId);
    const isOfModel = and(eq(names.providerName, providerName), eq(names.modelName, modelName));
    return this.#ground.access.read((connection) =>
      connection.db
        .select({ hash, embedding })
        .from(tables.embeddings)
        .where(and(isOwn, isOfModel, inArray(hash, [...hashes])))
        .all(),
    );
  }

  /** Of several processes that embedded the same text the first one's vector stays. */
  async keep(
    { providerName, modelName }: EmbeddingModelName,
    vectors: ReadonlyMap<string, Float32Array>,
  ): Promise<void> {
    const { ids, clock } = this.#ground;
    const createdAt = clock.now();
    for (const batch of batchesOf([...vectors])) {
      await this.#rows.insertAllIfAbsent(
        batch.map(([hash, vector]) => ({
          ...{ id: ids.next(), providerName, modelName, hash, createdAt },
          embedding: toBytes(vector),
        })),
      );
    }
  }
}

function batchesOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) => items.slice(i * BATCH, (i + 1) * BATCH));
}

function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy, since the driver's bytes may begin where no float can. */
function toVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
