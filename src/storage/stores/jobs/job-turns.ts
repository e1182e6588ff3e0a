import { and, eq, gt, lt, or } from 'drizzle-orm';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { insertRowIfAbsent } from '../../dialects/sqlite/statements.ts';

/** False when the schedule has had a turn before. */
export function noteFirstTurn(connection: Connection, name: string, turn: number): boolean {
  return insertRowIfAbsent(connection, tables.jobSchedules, { name, lastFiredAt: turn });
}

/** Clocks of processes differ by less. */
const FUTURE_MS = 86_400_000;

/** False when this turn, or a later one, was noted before. One of a far future was noted under a clock that went wrong. */
export function noteTurn({ db }: Connection, name: string, turn: number, now: number): boolean {
  const { jobSchedules } = tables;
  const isFree = or(lt(jobSchedules.lastFiredAt, turn), gt(jobSchedules.lastFiredAt, now + FUTURE_MS));
  const ofSchedule = and(eq(jobSchedules.name, name), isFree);
  return db.update(jobSchedules).set({ lastFiredAt: turn }).where(ofSchedule).run().changes > 0;
}
