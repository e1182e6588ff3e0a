import type { KnownVersions } from '../../operations/index.ts';

/** Versions of apps in memory at a time; what has not been asked for longest is read again. */
const MOST_VERSIONS = 500;

/** Remembers what versions consist of, for all requests of the process. */
export function openKnownVersions(): KnownVersions {
  const known = new Map<string, unknown>(); // from the longest unused to the newest
  return {
    async of<Body>(key: string, read: () => Promise<Body>): Promise<Body> {
      const body = known.has(key) ? (known.get(key) as Body) : await read(); // stored below under the same key
      known.delete(key);
      known.set(key, body);
      const [oldest] = known.keys();
      if (known.size > MOST_VERSIONS && oldest !== undefined) known.delete(oldest);
      return body;
    },
  };
}
