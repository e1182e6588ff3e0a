import { KnownError } from '../kernel/index.ts';

/** Reads what stands behind a flag as a whole number from 1 to `most`, for commander. */
export function countReader(flag: string, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? '1 or more' : `1 to ${most}`;
  return (text) => {
    const count = /^\d+$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= most) return count;
    throw new KnownError('usage', { message: `${flag} wants a whole number, ${range}, got "${text}"` });
  };
}
