import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLockFile } from './dialects/sqlite/connection.ts';
import { isBusy } from './dialects/sqlite/writer.ts';

type Lock = ReturnType<typeof openLockFile>;

/** A file nobody has locked is old enough to be swept: whoever made it has locked it long since, or has died. */
const SWEPT_AFTER_MS = 60_000;

/**
 * Proof that a process lives: an exclusive lock on a file of its own in the data directory. The system lets go of the
 * lock when the process ends, however it ends, so others know at once. It is the kind of lock on which the database
 * rests, too: it holds between containers that share a volume, and no process id has to be unique or comparable.
 */
export interface Presence {
  close(): void;
}

/** Shows that this process lives. Comes before the first lease under this name, since who has no file counts as gone. */
export function showPresence(folder: string, name: string): Presence {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = pathOf(folder, name);
  for (;;) {
    closeSync(openSync(path, 'a', 0o600));
    const lock = openLockFile(path);
    // a sweep in between would leave us with the lock of a file that nobody finds
    if (tryLock(lock) && existsSync(path)) return hold(path, lock);
    lock.close();
  }
}

/** Whether a process that showed itself under this name still lives. */
export function isPresent(folder: string, name: string): boolean {
  const path = pathOf(folder, name);
  return existsSync(path) && isLocked(path);
}

/** Whether no other process than the one of this name lives. */
export function isAlone(folder: string, name: string): boolean {
  const others = readdirSync(folder).map((entry) => join(folder, entry));
  return others.every((path) => path === pathOf(folder, name) || !existsSync(path) || !isLocked(path));
}

/** Removes what processes that are gone left behind. */
export function sweepPresences(folder: string, now: number): void {
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, entry);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: now };
    if (now - mtimeMs < SWEPT_AFTER_MS) continue;
    const lock = openLockFile(path);
    if (tryLock(lock)) removeHeld(path, lock);
    else lock.close(); // its process lives
  }
}

/** Garbage collection would close a lock that nothing refers to. */
const held = new Set<Lock>();

function hold(path: string, lock: Lock): Presence {
  held.add(lock);
  return {
    close() {
      held.delete(lock);
      removeHeld(path, lock);
    },
  };
}

function tryLock(lock: Lock): boolean {
  try {
    lock.pragma('journal_mode = MEMORY'); // no second file beside it
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

/** Reading needs no more than a shared lock, so that several who ask at once do not take one another for the owner. */
function isLocked(path: string): boolean {
  const lock = openLockFile(path);
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    lock.close();
  }
}

/** While the lock is held where the system allows it, else (Windows) right after. */
function removeHeld(path: string, lock: Lock): void {
  if (process.platform !== 'win32') rmSync(path, { force: true });
  lock.close();
  if (process.platform === 'win32') rmSync(path, { force: true });
}

/** Names hold colons, which not every file system takes. */
function pathOf(folder: string, name: string): string {
  return join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.lock`);
}
