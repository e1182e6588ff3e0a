import { and, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { asTable, bound, columnOf, conditionOf, shapeOf } from './conditions.ts';
import type { Connection } from './connection.ts';
import { type Selection, sortingOf, startOf, tieBreaker } from './listing.ts';

/** The place of a row in an order, and whether a further condition holds for it. */
export interface JudgedPlace {
  readonly id: string;
  readonly place: unknown;
  readonly isMatch: boolean;
}

/** A selection that is gone through piece by piece: where each begins is not its own matter. */
export interface Judging<T extends SQLiteTable> extends Omit<Selection<T>, 'after' | 'offset'> {
  readonly condition: SQL;
  readonly limit: number;
}

export interface JudgedPiece {
  readonly places: readonly JudgedPlace[];
  readonly isMore: boolean;
}

/**
 * How to go through a selection piece by piece: the next `limit` rows behind a place, each with the answer of the
 * condition, or as many as are judged within `mostMs` (at least one).
 */
export function judgeRows<T extends SQLiteTable>(connection: Connection, table: T, judging: Judging<T>) {
  const first = judgement(connection, table, judging);
  const next = judgement(connection, table, { ...judging, isContinued: true });
  return (after: JudgedPlace | undefined, mostMs: number): JudgedPiece => {
    const cursor = after && { after: after.place, afterTie: after.id };
    const places: JudgedPlace[] = [];
    const until = performance.now() + mostMs;
    for (const [id, place, answer] of (after ? next : first)({ ...bound(judging.where), ...cursor })) {
      places.push({ id: String(id), place, isMatch: answer === 1 });
      if (performance.now() > until) return { places, isMore: true };
    }
    return { places, isMore: places.length === judging.limit };
  };
}

function judgement<T extends SQLiteTable>(
  connection: Connection,
  table: T,
  judging: Judging<T> & { readonly isContinued?: boolean },
) {
  const { where, filter, condition, limit, orderBy, direction, isContinued } = judging;
  const behind = isContinued ? startOf(table, { orderBy, direction }) : undefined;
  const query = connection.db
    .select({ id: tieBreaker(table), place: columnOf(table, orderBy), answer: sql`(${condition})` })
    .from(asTable(table))
    .where(and(conditionOf(table, where, shapeOf(where).keys), filter, behind))
    .orderBy(...sortingOf(table, judging))
    .limit(limit);
  return connection.walk(query.toSQL());
}
