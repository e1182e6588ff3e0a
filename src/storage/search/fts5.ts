import { createHash } from 'node:crypto';
import type { Access } from '../access.ts';
import type { Connection } from '../dialects/sqlite/connection.ts';
import type { TextIndex, TextItem } from './text-index.ts';
import type { SearchHit } from './vector-index.ts';
import { spaceOut, toWords } from './words.ts';

/** `scope` and `key` hold one token each, so that the index itself keeps collections and items apart. */
const CREATE = `CREATE VIRTUAL TABLE IF NOT EXISTS text_index USING fts5(
  body, scope, key, item UNINDEXED, tokenize = "unicode61 remove_diacritics 2")`;
const EXISTS = `SELECT 1 FROM sqlite_schema WHERE name = 'text_index'`;
const INSERT = 'INSERT INTO text_index (body, scope, key, item) VALUES (?, ?, ?, ?)';
const DELETE = 'DELETE FROM text_index WHERE rowid IN (SELECT rowid FROM text_index WHERE text_index MATCH ?)';
/** Only the words of the body count. */
const SEARCH = `SELECT item AS id, -bm25(text_index, 1.0, 0.0, 0.0) AS score FROM text_index
  WHERE text_index MATCH ? ORDER BY bm25(text_index, 1.0, 0.0, 0.0) LIMIT ?`;

/** Texts in one table of FTS5, made when first needed. */
export class Fts5TextIndex implements TextIndex {
  readonly #access: Access;
  readonly #owner: string;

  /** Collections of different owners never meet. */
  constructor(access: Access, owner: string) {
    this.#access = access;
    this.#owner = owner;
  }

  async upsert(collection: string, items: readonly TextItem[]): Promise<void> {
    if (items.length === 0) return;
    const scope = this.#tokenOf(collection);
    await this.#access.write((connection) => {
      connection.raw.exec(CREATE);
      for (const { id, text } of items) {
        const key = this.#tokenOf(collection, id);
        statement(connection, DELETE).run(`key : ${key}`);
        statement(connection, INSERT).run(spaceOut(text), scope, key, id);
      }
    });
  }

  async delete(collection: string, ids: readonly string[]): Promise<void> {
    await this.#access.write((connection) => {
      if (!isThere(connection)) return;
      for (const id of ids) statement(connection, DELETE).run(`key : ${this.#tokenOf(collection, id)}`);
    });
  }

  async deleteCollection(collection: string): Promise<void> {
    await this.#access.write((connection) => {
      if (isThere(connection)) statement(connection, DELETE).run(`scope : ${this.#tokenOf(collection)}`);
    });
  }

  search(collection: string, query: string, limit: number): Promise<SearchHit[]> {
    const words = toWords(query);
    return this.#access.read((connection) => {
      if (words.length === 0 || !isThere(connection)) return [];
      // Quoted, a word is never read as an operator of FTS5's query language.
      const any = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ');
      const match = `scope : ${this.#tokenOf(collection)} AND body : (${any})`;
      return statement(connection, SEARCH).all(match, limit) as SearchHit[]; // the two columns it selects
    });
  }

  /** One word that means this collection, or this item of it, and nothing else. */
  #tokenOf(...parts: readonly string[]): string {
    return `x${createHash('sha256')
      .update(JSON.stringify([this.#owner, ...parts]))
      .digest('hex')}`;
  }
}

function isThere(connection: Connection): boolean {
  return statement(connection, EXISTS).get() !== undefined;
}

function statement(connection: Connection, text: string) {
  return connection.prepared(text, () => connection.raw.prepare(text));
}
