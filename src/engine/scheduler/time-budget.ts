import type { Clock } from '../../kernel/index.ts';

/** Longer timers overflow in Node: a limit beyond is no limit. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Whole microseconds: what clocks say beyond that is noise. */
export function secondsOf(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1_000_000;
}

/** The time a run has taken, over all processes, and the time it may take. */
export class TimeBudget {
  readonly #clock: Clock;
  readonly #maxSeconds: number;
  readonly #earlierSeconds: number;
  readonly #startedMs: number;
  #callOff = () => {};

  constructor(clock: Clock, maxSeconds: number, earlierSeconds: number) {
    this.#clock = clock;
    this.#maxSeconds = maxSeconds;
    this.#earlierSeconds = earlierSeconds;
    this.#startedMs = clock.monotonic();
  }

  get elapsedSeconds(): number {
    return this.#earlierSeconds + secondsOf(this.#clock.monotonic() - this.#startedMs);
  }

  get isExceeded(): boolean {
    return this.elapsedSeconds > this.#maxSeconds;
  }

  get message(): string {
    return `Maximum execution time exceeded: ${this.elapsedSeconds.toFixed(2)}s > ${this.#maxSeconds}s`;
  }

  /** A node that hangs must not keep the run beyond its time. */
  watch(onExceeded: () => void): void {
    const leftMs = Math.max(0, this.#maxSeconds - this.#earlierSeconds) * 1000;
    if (leftMs > MAX_TIMER_MS) return;
    this.#callOff = this.#clock.after(leftMs, onExceeded);
  }

  stop(): void {
    this.#callOff();
  }
}
