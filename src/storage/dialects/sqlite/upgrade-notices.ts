import type { StorageLog } from '../../log.ts';
import { megabytes } from './snapshot.ts';

/** An upgrade blocks the process, so what will take long is judged beforehand: disks copy about so much in a second. */
const LONG_BYTES = 100 * 1024 ** 2;
const LONG_MS = 1000;

/** Who is told of an upgrade: the log of everything, a person of what they wait for. */
export interface Listeners {
  readonly log: StorageLog;
  /** Called with one line when something takes longer than about a second, and again when it is done. */
  readonly tell: (text: string) => void;
}

export interface Upgrade {
  readonly path: string;
  /** The copy kept of what was there before. */
  readonly snapshot: string;
  readonly bytes: number;
}

/** Somebody else has the database for longer than a moment. */
export function announceWaiting(path: string, { log, tell }: Listeners): void {
  log.info('Waiting for another process that writes to the database', { path });
  tell(`Waiting for another process that writes to the database ${path} …`);
}

/** Announces an upgrade; what it returns is called when it is done. */
export function announceUpgrade({ path, snapshot, bytes }: Upgrade, { log, tell }: Listeners): () => void {
  const startedAt = performance.now();
  const isLong = bytes > LONG_BYTES;
  const size = megabytes(bytes);
  log.info('Upgrading the database, which is copied first', { path, snapshot, megabytes: size });
  if (isLong) tell(`Upgrading the database ${path} (copying ${size} MB to ${snapshot} first) …`);
  return () => {
    const durationMs = Math.round(performance.now() - startedAt);
    log.info('Upgraded the database; what was there before is kept', { path, snapshot, durationMs });
    if (!isLong && durationMs < LONG_MS) return;
    tell(`Upgraded the database in ${(durationMs / 1000).toFixed(1)} s; what was there before is kept in ${snapshot}`);
  };
}
