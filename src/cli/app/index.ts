import { Command } from 'commander';
import type { Io } from '../io.ts';
import { importCommand } from './import.ts';

/** `dify app`: apps of the data directory. */
export const appCommand = (io: Io): Command =>
  new Command('app').summary('Import, publish, export and list apps').addCommand(importCommand(io));
