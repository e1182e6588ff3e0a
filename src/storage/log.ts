import type { Log } from '../platform/log/index.ts';

/** The part of the log that this room writes to. */
export type StorageLog = Pick<Log, 'debug' | 'info' | 'warn'>;
