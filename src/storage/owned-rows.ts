import { setImmediate } from 'node:timers/promises';
import { getTableName, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Ground } from './access.ts';
import type { InsertedRow, Patch, SelectedRow, Where } from './dialects/sqlite/conditions.ts';
import type { Connection } from './dialects/sqlite/connection.ts';
import { type JudgedPlace, judgeRows } from './dialects/sqlite/judging.ts';
import { type Direction, listRows } from './dialects/sqlite/listing.ts';
import {
  countFiltered,
  deleteRows,
  findRow,
  insertRow,
  insertRowIfAbsent,
  updateRows,
  upsertRow,
} from './dialects/sqlite/statements.ts';

const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;
/** Nobody waits longer than for so many rows, or for so long, while all rows of somebody are looked through. */
const SCANNED_AT_ONCE = 100;
const SCAN_MS = 10;

/** A page that begins after a row: `{limit, has_more, data[]}` on the wire. */
export interface KeysetPage<Item> {
  readonly items: Item[];
  readonly limit: number;
  readonly hasMore: boolean;
}

/** A page with a number: `{data[], has_more, limit, total, page}` on the wire. */
export interface NumberedPage<Item> extends KeysetPage<Item> {
  readonly page: number;
  readonly total: number;
}

export interface Order<T extends SQLiteTable> {
  readonly orderBy: keyof SelectedRow<T> & string;
  readonly direction: Direction;
  readonly filter?: SQL | undefined;
  readonly limit?: number;
}

/** With a condition that is asked of every row of the selection. */
interface SlowOrder<T extends SQLiteTable> extends Order<T> {
  readonly condition: SQL;
}

type Keys<T extends SQLiteTable, Owner> = Omit<InsertedRow<T>, keyof Owner>;
type Change<T extends SQLiteTable, Owner> = Omit<Patch<T>, keyof Owner | 'id'>;

/**
 * The rows of one table that belong to one owner. The owner's columns are in every condition and every row that goes
 * through here, and nothing a caller passes can replace them: this is where tenants are kept apart.
 */
export class OwnedRows<T extends SQLiteTable, Owner extends Where<T>> {
  readonly #ground: Ground;
  readonly table: T;
  readonly owner: Owner;

  constructor(ground: Ground, table: T, owner: Owner) {
    this.#ground = ground;
    this.table = table;
    this.owner = owner;
  }

  /** The condition with the owner in it. */
  owned(where: Where<T>): Where<T> {
    return { ...where, ...this.owner };
  }

  find(where: Where<T>): Promise<SelectedRow<T> | undefined> {
    return this.#ground.access.read((connection) => findRow(connection, this.table, this.owned(where)));
  }

  /** The same for rows that nearly every request asks for. */
  recall(where: Where<T>): Promise<SelectedRow<T> | undefined> {
    const owned = this.owned(where);
    const key = `${getTableName(this.table)} ${JSON.stringify(owned)}`;
    return this.#ground.access.recall(key, (connection) => findRow(connection, this.table, owned));
  }

  count(where: Where<T>, filter?: SQL): Promise<number> {
    return this.#ground.access.read((connection) => countFiltered(connection, this.table, this.owned(where), filter));
  }

  list(where: Where<T>, order: Order<T>): Promise<SelectedRow<T>[]> {
    return this.#ground.access.read((connection) =>
      listRows(connection, this.table, { where: this.owned(where), ...order }),
    );
  }

  /** The page after the row that `after` finds; a row that is not there is the caller's mistake to answer. */
  async listAfter(
    where: Where<T>,
    order: Order<T>,
    page: { readonly after?: SelectedRow<T> | undefined; readonly limit?: number | undefined },
  ): Promise<KeysetPage<SelectedRow<T>>> {
    const limit = boundedLimit(page.limit);
    const selection = { where: this.owned(where), ...order, after: page.after, limit: limit + 1 };
    const rows = await this.#ground.access.read((connection) => listRows(connection, this.table, selection));
    return { items: rows.slice(0, limit), limit, hasMore: rows.length > limit };
  }

  async listNumbered(
    where: Where<T>,
    order: Order<T>,
    request: { readonly page?: number | undefined; readonly limit?: number | undefined },
  ): Promise<NumberedPage<SelectedRow<T>>> {
    const { limit, page, offset } = placeOf(request);
    const owned = this.owned(where);
    return this.#ground.access.read((connection) => {
      const total = countFiltered(connection, this.table, owned, order.filter);
      const items = listRows(connection, this.table, { where: owned, ...order, limit, offset });
      return { items, limit, page, total, hasMore: offset + items.length < total };
    });
  }

  /**
   * The same where a condition takes long to answer: a few rows at a time, and everybody else has a turn in between.
   * Rows that come meanwhile may or may not be among them. Rejects once `signal` is aborted: nobody waits for it.
   */
  async scanNumbered(
    where: Where<T>,
    order: SlowOrder<T>,
    request: { readonly page?: number | undefined; readonly limit?: number | undefined },
    signal?: AbortSignal,
  ): Promise<NumberedPage<SelectedRow<T>>> {
    const { limit, page, offset } = placeOf(request);
    const ids: string[] = [];
    let total = 0;
    for await (const id of this.scan(where, order, signal)) {
      if (total >= offset && ids.length < limit) ids.push(id);
      total += 1;
    }
    const items = await this.#inOrderOf(ids);
    return { items, limit, page, total, hasMore: offset + ids.length < total };
  }

  /** The ids of the rows for which the condition holds. Rows behind may go, or change, while it goes on. */
  async *scan(where: Where<T>, order: SlowOrder<T>, signal?: AbortSignal): AsyncGenerator<string> {
    const { log } = this.#ground;
    const told = { table: getTableName(this.table), pieces: 0, isWhole: false };
    log.debug('Looking through rows', { table: told.table });
    try {
      for await (const piece of this.#judge(where, order, signal)) {
        told.pieces += 1;
        for (const { id, isMatch } of piece) if (isMatch) yield id;
      }
      told.isWhole = true;
    } finally {
      log.debug('Looked through rows', told);
    }
  }

  async *#judge(where: Where<T>, order: SlowOrder<T>, signal?: AbortSignal): AsyncGenerator<readonly JudgedPlace[]> {
    const judging = { where: this.owned(where), ...order, limit: SCANNED_AT_ONCE };
    let judge: ReturnType<typeof judgeRows> | undefined;
    for (let after: JudgedPlace | undefined, isMore = true; isMore; ) {
      await setImmediate(); // reading alone would leave nobody else a turn
      signal?.throwIfAborted();
      const piece = await this.#ground.access.read((connection) => {
        judge ??= judgeRows(connection, this.table, judging);
        return judge(after, SCAN_MS);
      });
      yield piece.places;
      after = piece.places.at(-1);
      isMore = piece.isMore;
    }
  }

  async #inOrderOf(ids: readonly string[]): Promise<SelectedRow<T>[]> {
    const rows = await this.#ground.access.read(
      (connection) => ids.map((id) => findRow(connection, this.table, this.owned({ id } as unknown as Where<T>))), // every such table has an id
    );
    return rows.filter((row) => row !== undefined);
  }

  insert(row: Keys<T, Owner>): Promise<SelectedRow<T>> {
    return this.#ground.access.write((connection) => {
      insertRow(connection, this.table, this.#complete(row));
      return this.#inserted(connection, row);
    });
  }

  /** Inserts, or answers undefined where a row with the same key stands. */
  insertIfAbsent(row: Keys<T, Owner>): Promise<SelectedRow<T> | undefined> {
    return this.#ground.access.write((connection) => {
      const isNew = insertRowIfAbsent(connection, this.table, this.#complete(row));
      return isNew ? this.#inserted(connection, row) : undefined;
    });
  }

  /** Inserts those whose key is free, all in one commit; answers how many there were. */
  insertAllIfAbsent(rows: readonly Keys<T, Owner>[]): Promise<number> {
    return this.#ground.access.write(
      (connection) => rows.filter((row) => insertRowIfAbsent(connection, this.table, this.#complete(row))).length,
    );
  }

  /** Inserts, or overwrites the row with the same `key` except for the columns in `keep`. */
  upsert(
    row: Keys<T, Owner>,
    options: { readonly key: readonly string[]; readonly keep?: readonly string[] },
  ): Promise<void> {
    const guarded = { ...options, owner: Object.keys(this.owner) };
    return this.#ground.access.write((connection) => upsertRow(connection, this.table, this.#complete(row), guarded));
  }

  update(where: Where<T>, patch: Change<T, Owner>): Promise<number> {
    const change = { ...patch, ...this.owner } as Patch<T>; // the owner last: a row cannot be given away
    return this.#ground.access.write((connection) => updateRows(connection, this.table, this.owned(where), change));
  }

  delete(where: Where<T>): Promise<number> {
    return this.#ground.access.write((connection) => deleteRows(connection, this.table, this.owned(where)));
  }

  #complete(row: Keys<T, Owner>): InsertedRow<T> {
    return { ...row, ...this.owner } as InsertedRow<T>; // what was left out of `Keys` is what `owner` holds
  }

  #inserted(connection: Connection, row: Keys<T, Owner>): SelectedRow<T> {
    const { id } = row as { id?: string };
    if (id === undefined) throw new Error('Only rows with an id are answered after an insert');
    const inserted = findRow(connection, this.table, { id } as unknown as Where<T>); // every such table has an id
    if (!inserted) throw new Error(`Row ${id} vanished while it was inserted`);
    return inserted;
  }
}

function placeOf(request: { readonly page?: number | undefined; readonly limit?: number | undefined }) {
  const limit = boundedLimit(request.limit);
  const page = Math.max(1, Math.trunc(request.page ?? 1));
  return { limit, page, offset: (page - 1) * limit };
}

function boundedLimit(limit: number | undefined): number {
  return Math.min(MAX_LIMIT, Math.max(1, Math.trunc(limit ?? DEFAULT_LIMIT)));
}
