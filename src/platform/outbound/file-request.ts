import type { OutboundInit } from './outbound.ts';

/** The host of a file is a stranger: a slow one must not hold a connection for as long as it likes. */
const PATIENCE = { connectTimeoutMs: 5_000, headersTimeoutMs: 30_000, bodyTimeoutMs: 30_000 };
/** A byte now and then is no pause; so the whole has an end as well. */
const LONGEST_MS = 10 * 60_000;

/** What a request for a stranger's file has in common with all others. */
export function fileRequest(signal: AbortSignal): Pick<OutboundInit, 'limits'> & { readonly signal: AbortSignal } {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]), limits: PATIENCE };
}
