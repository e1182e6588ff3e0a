import { randomFillSync } from 'node:crypto';
import type { IdSource } from '../../kernel/index.ts';

const POOL_BYTES = 4096;
const RANDOM_BYTES = 10;

/**
 * UUIDs of version 7 (RFC 9562): 48 bits of time in milliseconds, then a 12 bit counter and random bits. Ids of one
 * source strictly ascend: within a millisecond the counter grows, and a clock that goes back is waited out.
 */
export function createIdSource(now: () => number = Date.now): IdSource {
  let time = 0;
  let counter = 0;
  const next = (): string => {
    const current = now();
    if (current > time) [time, counter] = [current, 0];
    else if (++counter > 0xfff) [time, counter] = [time + 1, 0];
    return format(time, counter, takeRandom());
  };
  return { next };
}

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Random bytes in one go for many ids: asking the system for each costs more than all the rest. */
function takeRandom(): string {
  if (used + RANDOM_BYTES > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  return text;
}

/** Ids of one millisecond begin alike. */
let stamped = { time: -1, text: '' };

function stampOf(time: number): string {
  if (time !== stamped.time) {
    const digits = time.toString(16).padStart(12, '0');
    stamped = { time, text: `${digits.slice(0, 8)}-${digits.slice(8)}-7` };
  }
  return stamped.text;
}

/** `random` holds more digits than are used: one of them makes the variant. */
function format(time: number, counter: number, random: string): string {
  const variant = VARIANTS.charAt(HEX_DIGITS.indexOf(random.charAt(0)) & 3);
  return `${stampOf(time)}${counter.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`;
}

const HEX_DIGITS = '0123456789abcdef';
const VARIANTS = '89ab';
