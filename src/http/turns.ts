/** For so long requests begin in one turn of the event loop; then streams, and whoever else waits, are served. */
const TURN_MS = 25;
/** Of those who wait, so many are called up at once; what they do takes a millisecond or many. */
const CALLED_UP = 64;

/**
 * Who comes begins at once, or in one of the next turns of the event loop when this one has had enough to do. What has
 * arrived together would otherwise be done together, and nobody else served until the last of a burst was done.
 */
export class Turns {
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #startedAt: number | undefined;

  /** @param now tells milliseconds that only go forward */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Undefined when the caller may begin at once; else resolves, in the order of these calls, when it may. */
  take(): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#hasTime()) return undefined;
    return new Promise((begin) => this.#waiting.push(begin));
  }

  /** Whether there is time left in this turn, which begins with the first who asks. */
  #hasTime(): boolean {
    if (this.#startedAt !== undefined) return this.#now() - this.#startedAt < TURN_MS;
    this.#startedAt = this.#now();
    setImmediate(() => this.#end());
    return true;
  }

  #end(): void {
    this.#startedAt = undefined;
    // a callback each: what one begins is done before the next looks at the time
    const calledUp = Math.min(this.#waiting.length, CALLED_UP);
    for (let i = 0; i < calledUp; i += 1) setImmediate(() => this.#callUp());
  }

  #callUp(): void {
    if (this.#hasTime()) this.#waiting.shift()?.();
  }
}
