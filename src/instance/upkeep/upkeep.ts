import type { JobRunner } from '../../jobs/index.ts';
import type { TenantId } from '../../kernel/index.ts';
import type { LocalListener } from '../../platform/local-socket/index.ts';
import { closeRooms } from '../rooms/open-rooms.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { jobScope, recoveryScope } from '../scopes/entrances.ts';
import { keepRuns } from './keep-runs.ts';
import { openServerDoor } from './server-door.ts';

/** A file system may date what is written now a little earlier. */
const DATES_LAG_MS = 100;

/**
 * What an instance does by itself, from its first use to its end. It is idle, keeps the runs of commands, or serves: then
 * it also works off jobs and has a door for commands. It drains once, and is closed once.
 */
export class Upkeep {
  readonly #rooms: Rooms;
  #stopKeeping = () => {};
  #jobs: JobRunner | undefined;
  #door: LocalListener | undefined;
  #draining: Promise<number> | undefined;
  #isClosed = false;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  get isDraining(): boolean {
    return this.#draining !== undefined;
  }

  /** Looks after the runs that a command starts; a server stays one. */
  keepRuns(): void {
    this.#keep(this.#jobs !== undefined);
  }

  /** Takes over what others left behind, and what is asked for at the door. */
  async serve(): Promise<void> {
    const rooms = this.#rooms;
    await clearDrafts(rooms);
    this.#keep(true);
    const { startJobs } = await import('./run-jobs.ts'); // commands that serve nothing need no queue
    this.#jobs ??= startJobs(rooms, { log: rooms.log, enter: (caller) => jobScope(rooms, caller) });
    this.#door ??= await openServerDoor(rooms, { log: rooms.log, scopeOf: (id) => recoveryScope(rooms, id) });
  }

  /** How many runs it has left to whoever serves next. */
  drain(): Promise<number> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#closeDoor();
    this.#stopKeeping();
    await this.#jobs?.close();
    await this.#rooms.runs.close();
    await closeRooms(this.#rooms);
  }

  #keep(isServer: boolean): void {
    const rooms = this.#rooms;
    this.#stopKeeping();
    const scopeOf = (tenantId: TenantId) => recoveryScope(rooms, tenantId);
    this.#stopKeeping = keepRuns(rooms, { isServer, scopeOf, log: rooms.log, policy: rooms.config.runRecovery });
  }

  async #drain(): Promise<number> {
    if (this.#isClosed) return 0; // it has ended its runs itself
    await this.#closeDoor();
    this.#keep(false);
    const left = await this.#letRunsEnd();
    await this.#rooms.storage.open().system.runs.endLeases(this.#rooms.processName);
    return left;
  }

  /** Patience ends sooner when nothing is left to wait for. */
  async #letRunsEnd(): Promise<number> {
    const { clock, config, runs } = this.#rooms;
    const isOver = new AbortController();
    const patience = clock.sleep(config.drainSeconds * 1000, isOver.signal).catch(() => {});
    const left = await runs.drain(patience, clock.now);
    isOver.abort();
    return left;
  }

  /** Once: afterwards the place may be another server's. */
  async #closeDoor(): Promise<void> {
    const door = this.#door;
    this.#door = undefined;
    await door?.close();
  }
}

/** The halves of uploads that a killed server left: none is anybody's while nobody else is here. */
async function clearDrafts({ storage, clock, isAlone, log }: Rooms): Promise<void> {
  const { retention } = storage.open().system;
  const before = clock.now() - DATES_LAG_MS; // who comes after this look may write at once
  if (!isAlone()) return;
  await retention
    .deleteDrafts(before)
    .catch((error: unknown) => log.warn('half uploads could not be removed', { error }));
}
