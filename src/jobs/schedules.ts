import type { Clock } from '../kernel/index.ts';
import type { SystemStores } from '../storage/index.ts';
import type { BoundJob, BoundSchedule } from './bound-job.ts';

interface Turn {
  readonly name: string;
  readonly schedule: BoundSchedule;
  at: number | undefined;
}

/** The cron schedules of all kinds of jobs: adds a job when a turn comes, once among all processes. */
export class Schedules {
  readonly #turns: readonly Turn[];
  readonly #jobs: SystemStores['jobs'];
  readonly #clock: Clock;

  constructor(kinds: readonly BoundJob[], jobs: SystemStores['jobs'], clock: Clock) {
    this.#jobs = jobs;
    this.#clock = clock;
    this.#turns = kinds.flatMap(({ name, schedule }) =>
      schedule ? [{ name, schedule, at: schedule.nextTurn(clock.now()) }] : [],
    );
  }

  /** When the next turn of any schedule comes. */
  nextTurn(): number | undefined {
    const instants = this.#turns.flatMap(({ at }) => (at === undefined ? [] : [at]));
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  async fireDue(): Promise<void> {
    const now = this.#clock.now();
    for (const turn of this.#turns) {
      if (turn.at === undefined || turn.at > now) continue;
      await this.#jobs.fire(turn.name, turn.at, turn.schedule.job);
      turn.at = turn.schedule.nextTurn(now);
    }
  }
}
