/** Codes of the system and of SQLite: this user may not, or nobody may write there. */
const REFUSED = /^(EACCES|EPERM|EROFS|SQLITE_(READONLY|PERM|CANTOPEN))/;

/** What would help where the data directory, or something in it, is not this user's to work on; undefined for all else. */
export function hintOfRefusal(error: unknown): string | undefined {
  const isRefused = error instanceof Error && 'code' in error && REFUSED.test(String(error.code));
  if (!isRefused) return undefined;
  return 'This user must be able to write to the data directory: run as the one it belongs to, and mount its disk for writing.';
}
