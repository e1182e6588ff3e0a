import type { Clock } from '../../kernel/index.ts';

/** Clocks that are set right little by little never go so far at once. */
const JUMP_MS = 1000;

/**
 * Whether the date of a lease says something. When the clock was set forward, or the machine has slept, all leases look
 * expired at once, and their owners live: they get the time of a lease to renew them.
 */
export class LeaseTrust {
  readonly #clock: Clock;
  readonly #leaseMs: number;
  /** How far the date was ahead of the clock that never jumps, at the last look. */
  #lead: number;
  /** By the clock that never jumps. */
  #doubtsUntil = Number.NEGATIVE_INFINITY;

  /** `leaseMs` is how long a process is believed without a sign of life. */
  constructor(clock: Clock, leaseMs: number) {
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#lead = clock.now() - clock.monotonic();
  }

  /** To be asked whenever the dates of leases are about to be judged. */
  holds(): boolean {
    const monotonic = this.#clock.monotonic();
    const lead = this.#clock.now() - monotonic;
    if (lead - this.#lead > JUMP_MS) this.#doubtsUntil = monotonic + this.#leaseMs;
    this.#lead = lead;
    return monotonic >= this.#doubtsUntil;
  }
}
