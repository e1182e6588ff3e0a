import type { Clock } from '../kernel/index.ts';
import type { SystemStores } from '../storage/index.ts';
import type { BoundJob, BoundSchedule } from './bound-job.ts';

interface Turn {
  readonly name: string;
  readonly schedule: BoundSchedule;
  at: number | undefined;
  /** From the time before this process; looked at once. */
  missed: number | undefined;
}

/** What is made up for can wait until the process has begun its proper work. */
const MAKING_UP_DELAY_MS = 60_000;

/** The cron schedules of all kinds of jobs: adds a job when a turn comes, once among all processes. */
export class Schedules {
  readonly #turns: readonly Turn[];
  readonly #jobs: SystemStores['jobs'];
  readonly #clock: Clock;
  #lastLook: number;

  constructor(kinds: readonly BoundJob[], jobs: SystemStores['jobs'], clock: Clock) {
    this.#jobs = jobs;
    this.#clock = clock;
    const now = clock.now();
    this.#lastLook = now;
    this.#turns = kinds.flatMap(({ name, schedule }) =>
      schedule ? [{ name, schedule, at: schedule.nextTurn(now), missed: schedule.missedTurn(now) }] : [],
    );
  }

  /** When the next turn of any schedule comes. */
  nextTurn(): number | undefined {
    const instants = this.#turns.flatMap(({ at }) => (at === undefined ? [] : [at]));
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  async fireDue(): Promise<void> {
    const now = this.#clock.now();
    const wasSetBack = now < this.#lastLook;
    this.#lastLook = now;
    for (const turn of this.#turns) {
      if (wasSetBack) turn.at = turn.schedule.nextTurn(now);
      await this.#makeUpFor(turn, now);
      if (turn.at === undefined || turn.at > now) continue;
      await this.#jobs.fire(turn.name, turn.at, turn.schedule.job);
      turn.at = turn.schedule.nextTurn(now);
    }
  }

  async #makeUpFor(turn: Turn, now: number): Promise<void> {
    if (turn.missed === undefined) return;
    const job = { ...turn.schedule.job, runAt: now + MAKING_UP_DELAY_MS };
    await this.#jobs.makeUpFor(turn.name, turn.missed, job);
    turn.missed = undefined;
  }
}
