import { KnownError } from '../kernel/index.ts';

/** A disk without room or in trouble, a database that others write to. Codes of SQLite and of the system. */
const PASSING = /^(SQLITE_(FULL|IOERR|BUSY)|ENOSPC|EDQUOT|EIO)/;

/** True when the same write may succeed later, without anybody having changed it. */
export function mayPass(error: unknown): boolean {
  if (error instanceof KnownError) return error.code === 'data_directory_invalid'; // locked for too long
  return error instanceof Error && 'code' in error && PASSING.test(String(error.code));
}
