import type { Instance } from '../instance/index.ts';
import type { Scope, SystemScope } from '../operations/index.ts';
import type { Io } from './io.ts';

export interface DirectoryOptions {
  readonly dataDir?: string;
  /** Id or name; the oldest when absent. */
  readonly workspace?: string;
}

/** The rooms behind the data directory that a command works on: the given one, or the default. */
export async function openDirectoryScope(options: DirectoryOptions, io: Io): Promise<Scope> {
  const instance = await openDirectory(options, io);
  const { workspace } = options;
  return instance.localScope({ user: 'cli', ...(workspace !== undefined && { workspace }) });
}

/** What is the matter of no workspace in that data directory. */
export async function openSystemScope(options: DirectoryOptions, io: Io): Promise<SystemScope> {
  return (await openDirectory(options, io)).systemScope();
}

export async function openDirectory(options: DirectoryOptions, io: Io): Promise<Instance> {
  const given = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const { dataDir } = await io.config(given);
  return io.instance({ dataDir });
}
