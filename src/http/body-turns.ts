/** How much may begin in one turn of the event loop. */
const TURN_BYTES = 256 * 1024;
/** What a request costs besides reading its body, as if it were bytes of it. */
const REQUEST_BYTES = 4 * 1024;

interface Arrival {
  readonly bytes: number;
  begin(): void;
}

/**
 * Whose body has arrived begins at once, or in one of the next turns of the event loop when this one has enough to do.
 * Reading a body and running what it asks for takes a millisecond or many: of a burst of them nobody else would be
 * served until the last was done.
 */
export class BodyTurns {
  #left = TURN_BYTES;
  #waiting: Arrival[] = [];

  enter(arrival: Arrival): void {
    if (this.#left === TURN_BYTES) setImmediate(() => this.#nextTurn());
    if (this.#left <= 0) {
      this.#waiting.push(arrival);
      return;
    }
    this.#left -= arrival.bytes + REQUEST_BYTES;
    arrival.begin();
  }

  /** In the order in which they came. */
  #nextTurn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#left = TURN_BYTES;
    for (const arrival of waiting) this.enter(arrival);
  }
}
