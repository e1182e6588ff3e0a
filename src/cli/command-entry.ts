import type { Command } from 'commander';
import type { Io } from './io.ts';

/** A command of the first level: known by name at once, loaded when it is used. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Absent: not built yet. */
  readonly load?: (io: Io) => Promise<Command>;
}
