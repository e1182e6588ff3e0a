import type { Clock } from '../kernel/index.ts';

/** How long a process's word about a run is believed without a sign of life. */
export const LEASE_MS = 30_000;

/** Clocks that are set right little by little never go so far at once. */
const JUMP_MS = 1000;

/**
 * Whether the date of a lease says something. When the clock was set forward, or the machine has slept, all leases look
 * expired at once, and their owners live: they get the time of a lease to renew them.
 */
export class LeaseTrust {
  readonly #clock: Clock;
  /** How far the date was ahead of the clock that never jumps, at the last look. */
  #lead: number;
  /** By the clock that never jumps. */
  #doubtsUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lead = clock.now() - clock.monotonic();
  }

  /** To be asked whenever the dates of leases are about to be judged. */
  holds(): boolean {
    const monotonic = this.#clock.monotonic();
    const lead = this.#clock.now() - monotonic;
    if (lead - this.#lead > JUMP_MS) this.#doubtsUntil = monotonic + LEASE_MS;
    this.#lead = lead;
    return monotonic >= this.#doubtsUntil;
  }
}
