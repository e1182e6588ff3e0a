import type { Clock } from '../../kernel/index.ts';
import { networkCode } from './to-model-error.ts';

type Fetch = typeof globalThis.fetch;

/** The failures in which the request certainly never left this machine, so that asking again cannot charge twice. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export function wasNeverSent(error: unknown): boolean {
  return NEVER_SENT.has(networkCode(error) ?? '');
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/** A fetch that tries again where no answer can have been begun. Whatever a provider did answer is passed on. */
export function patientFetch(fetch: Fetch, clock: Clock): Fetch {
  return async (input, init) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await fetch(input, init);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !wasNeverSent(error)) throw error;
        // Full jitter: many calls that failed together do not come back together.
        await clock.sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt, init?.signal ?? undefined);
      }
    }
  };
}
