/**
 * Each item of a source as none, one or several others, in order. An iterator by hand, because a generator takes several
 * turns of promises for every item.
 */
export function expand<From, To>(
  source: AsyncIterable<From>,
  into: (item: From) => readonly To[],
): AsyncIterableIterator<To, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let items: readonly To[] = [];
  let at = 0;
  return {
    async next() {
      while (at >= items.length) {
        const next = await iterator.next();
        if (next.done) return { done: true, value: undefined };
        items = into(next.value);
        at = 0;
      }
      const value = items[at] as To; // there are more than `at`
      at += 1;
      return { done: false, value };
    },
    /** Ends the source, too. */
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
