import { KnownError } from './errors.ts';

/** Codes of SQLite and of the system: no room on the disk, or no more of it for this user. */
const FULL: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/**
 * Any error as it is, but that of a full disk as one that faces tell: it is nobody's bug, and whoever looks after the
 * machine can act on it.
 */
export function recogniseFullDisk(error: unknown): unknown {
  if (!isDiskFull(error)) return error;
  return new KnownError('disk_full', { hint: 'Make room on the disk of the data directory.', cause: error });
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FULL.includes(error.code);
}
