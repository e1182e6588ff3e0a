import { and, eq, lt } from 'drizzle-orm';
import type { Connection } from '../dialects/sqlite/connection.ts';
import { tables } from '../dialects/sqlite/schema.ts';
import { insertRowIfAbsent } from '../dialects/sqlite/statements.ts';

/** False when the schedule has had a turn before. */
export function noteFirstTurn(connection: Connection, name: string, turn: number): boolean {
  return insertRowIfAbsent(connection, tables.jobSchedules, { name, lastFiredAt: turn });
}

/** False when this turn, or a later one, was noted before. */
export function noteTurn({ db }: Connection, name: string, turn: number): boolean {
  const { jobSchedules } = tables;
  const isLater = and(eq(jobSchedules.name, name), lt(jobSchedules.lastFiredAt, turn));
  return db.update(jobSchedules).set({ lastFiredAt: turn }).where(isLater).run().changes > 0;
}
