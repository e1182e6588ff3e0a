import { setFlagsFromString } from 'node:v8';

/**
 * V8 watches which objects survive a collection and makes their kind in the old generation from then on. A run waits for
 * the disk now and then, so collections find many of them half done; what V8 concludes is wrong, for none of their
 * objects lives longer than some milliseconds. Dead ones in the old generation hold young ones, which are then copied,
 * too: a collection of a busy server took 13 ms instead of 3, and kept 28 KB of every run until the next full one.
 */
export const V8_FLAGS = ['--no-allocation-site-pretenuring'];

/** Before anything is compiled: code caches hold for the flags under which they were made. */
export function setV8Flags(): void {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
}
