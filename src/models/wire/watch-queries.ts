import { queryValues } from '../../platform/outbound/index.ts';

type Fetch = typeof globalThis.fetch;

export interface WatchedFetch {
  readonly fetch: Fetch;
  /** Values of queries so far. */
  readonly seen: () => readonly string[];
}

/** Of one runtime; the oldest are forgotten. */
const MOST_VALUES = 1000;

/**
 * A `fetch` that remembers what stood in the queries of its URLs: some providers want keys and tokens there, and may
 * repeat them in what they answer. Errors must not show it.
 */
export function watchQueries(fetch: Fetch): WatchedFetch {
  const seen = new Set<string>();
  const note = (url: string) => {
    for (const value of queryValues(url)) seen.add(value);
    if (seen.size <= MOST_VALUES) return;
    for (const value of [...seen].slice(0, -MOST_VALUES)) seen.delete(value);
  };
  return {
    fetch: (input, init) => {
      note(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    },
    seen: () => [...seen],
  };
}
