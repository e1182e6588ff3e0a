interface Waiter {
  readonly owner: string;
  readonly letIn: () => void;
}

/**
 * Lets a number of callers in at a time, of one owner no more than a part of them; the others wait in line. A place
 * that gets free is for the owner with the fewest inside, and among equals for who waits longest.
 */
export class Turns {
  #free: number;
  readonly #mostOfOne: number;
  readonly #inside = new Map<string, number>();
  readonly #waiting: Waiter[] = [];

  constructor(places: number, mostOfOne = places) {
    this.#free = places;
    this.#mostOfOne = mostOfOne;
  }

  async take<T>(owner: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(owner, signal);
    try {
      return await work();
    } finally {
      this.#free++;
      this.#count(owner, -1);
      this.#letNextIn();
    }
  }

  async #enter(owner: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0 && this.#mayEnter(owner)) return this.#admit(owner);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { owner, letIn: resolve };
    const leave = () => {
      if (this.#remove(waiter)) reject(signal.reason); // else just let in
    };
    this.#waiting.push(waiter);
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  #letNextIn(): void {
    const next = this.#waiting
      .filter(({ owner }) => this.#mayEnter(owner))
      .toSorted((a, b) => this.#insideOf(a.owner) - this.#insideOf(b.owner))[0]; // stable: equals stay in line
    if (!next) return;
    this.#remove(next);
    this.#admit(next.owner);
    next.letIn();
  }

  #admit(owner: string): void {
    this.#free--;
    this.#count(owner, 1);
  }

  #mayEnter(owner: string): boolean {
    return this.#insideOf(owner) < this.#mostOfOne;
  }

  #insideOf(owner: string): number {
    return this.#inside.get(owner) ?? 0;
  }

  #count(owner: string, change: 1 | -1): void {
    const inside = this.#insideOf(owner) + change;
    if (inside > 0) this.#inside.set(owner, inside);
    else this.#inside.delete(owner);
  }

  /** False when it is not in line any more. */
  #remove(waiter: Waiter): boolean {
    const at = this.#waiting.indexOf(waiter);
    if (at >= 0) this.#waiting.splice(at, 1);
    return at >= 0;
  }
}
