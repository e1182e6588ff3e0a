/** Hands on what several make, in the order in which it was made. */
export class PartQueue<Part> implements AsyncIterable<Part> {
  readonly #parts: Part[] = [];
  #wake = () => {};
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  /** How many were ever added. */
  added = 0;

  add(part: Part): void {
    this.added += 1;
    this.#parts.push(part);
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part> {
    for (;;) {
      for (let part = this.#parts.shift(); part !== undefined; part = this.#parts.shift()) yield part;
      if (this.#failure) throw this.#failure.error;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
