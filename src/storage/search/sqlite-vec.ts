import { assetPath } from '../../platform/assets/index.ts';
import type { Access } from '../access.ts';
import type { Connection } from '../dialects/sqlite/connection.ts';
import type { SearchHit, VectorIndex, VectorItem } from './vector-index.ts';

/** What sqlite-vec's library calls its entry; by its file name alone SQLite would not find it. */
const ENTRY_POINT = 'sqlite3_vec_init';
/** More neighbours than this sqlite-vec does not look for. */
const MAX_NEIGHBOURS = 4096;

/** Few enough that nobody waits for them. */
const DELETED_AT_ONCE = 250;

const extended = new WeakSet<Connection>();

/** Vectors in tables of sqlite-vec, one per number of dimensions, made when first needed. */
export class SqliteVectorIndex implements VectorIndex {
  readonly #access: Access;
  readonly #owner: string;

  /** Collections of different owners never meet. */
  constructor(access: Access, owner: string) {
    this.#access = access;
    this.#owner = owner;
  }

  async upsert(collection: string, items: readonly VectorItem[]): Promise<void> {
    if (items.length === 0) return;
    await this.#access.write((connection) => {
      extend(connection);
      for (const { id, vector } of items) {
        const table = createTable(connection, vector.length);
        const key = this.#keyOf(collection, id);
        statement(connection, `DELETE FROM ${table} WHERE item_key = ?`).run(key);
        const insert = `INSERT INTO ${table} (collection, item_key, embedding) VALUES (?, ?, ?)`;
        statement(connection, insert).run(this.#nameOf(collection), key, bytesOf(vector));
      }
    });
  }

  async delete(collection: string, ids: readonly string[]): Promise<void> {
    await this.#inEachTable((connection, table) => {
      const remove = statement(connection, `DELETE FROM ${table} WHERE item_key = ?`);
      for (const id of ids) remove.run(this.#keyOf(collection, id));
    });
  }

  async deleteCollection(collection: string): Promise<void> {
    while ((await this.deleteSome(collection)) > 0);
  }

  async deleteSome(collection: string): Promise<number> {
    let deleted = 0;
    await this.#inEachTable((connection, table) => {
      const keys = keysOf(connection, table, this.#nameOf(collection));
      const remove = statement(connection, `DELETE FROM ${table} WHERE item_key = ?`);
      for (const key of keys) remove.run(key);
      deleted += keys.length;
    });
    return deleted;
  }

  search(collection: string, vector: Float32Array, limit: number): Promise<SearchHit[]> {
    const table = tableFor(vector.length);
    return this.#access.read((connection) => {
      if (!listTables(connection).includes(table)) return [];
      extend(connection);
      const query = `SELECT item_key AS key, distance FROM ${table} WHERE embedding MATCH ? AND k = ? AND collection = ?`;
      const name = this.#nameOf(collection);
      const neighbours = Math.min(Math.max(1, limit), MAX_NEIGHBOURS);
      const rows = statement(connection, query).all(bytesOf(vector), neighbours, name) as Neighbour[];
      return rows.flatMap(({ key, distance }) =>
        // The angle to a vector of zeros is undefined.
        distance === null ? [] : [{ id: key.slice(name.length + 1), score: 1 - distance }],
      );
    });
  }

  async #inEachTable(work: (connection: Connection, table: string) => void): Promise<void> {
    await this.#access.write((connection) => {
      const tables = listTables(connection);
      if (tables.length > 0) extend(connection);
      for (const table of tables) work(connection, table);
    });
  }

  #nameOf(collection: string): string {
    return `${this.#owner}/${collection}`;
  }

  #keyOf(collection: string, id: string): string {
    return `${this.#nameOf(collection)}/${id}`;
  }
}

interface Neighbour {
  readonly key: string;
  readonly distance: number | null;
}

function extend(connection: Connection): void {
  if (extended.has(connection)) return;
  // The types of the driver know one parameter; the driver hands both to SQLite.
  const loader = connection.raw as unknown as { loadExtension(path: string, entryPoint: string): void };
  loader.loadExtension(assetPath('native/vec0'), ENTRY_POINT);
  extended.add(connection);
}

function tableFor(dimensions: number): string {
  return `vectors_${dimensions}`;
}

function createTable(connection: Connection, dimensions: number): string {
  const table = tableFor(dimensions);
  if (!listTables(connection).includes(table)) {
    connection.raw.exec(
      `CREATE VIRTUAL TABLE ${table} USING vec0(collection TEXT PARTITION KEY, item_key TEXT PRIMARY KEY, ` +
        `embedding float[${dimensions}] distance_metric=cosine)`,
    );
  }
  return table;
}

function listTables(connection: Connection): string[] {
  const query = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'vectors_[0-9]*' AND sql LIKE '%vec0%'`;
  return connection.prepared(query, () => connection.raw.prepare(query).pluck()).all() as string[]; // one text column
}

/**
 * Some keys of a collection. By its column sqlite-vec would look through all that a table has; in the table where it
 * keeps the keys (`id`, unique), those of a collection stand together.
 */
function keysOf(connection: Connection, table: string, name: string): string[] {
  const query = `SELECT id FROM ${table}_rowids WHERE id > ? AND id < ? LIMIT ${DELETED_AT_ONCE}`;
  const statement = connection.prepared(query, () => connection.raw.prepare(query).pluck());
  return statement.all(`${name}/`, `${name}0`) as string[]; // one text column; "0" is what follows "/"
}

function statement(connection: Connection, text: string) {
  return connection.prepared(text, () => connection.raw.prepare(text));
}

/** sqlite-vec takes 32-bit floats in the machine's order, which is what the array holds. */
function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
