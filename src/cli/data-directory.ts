import type { Scope } from '../operations/index.ts';
import type { Io } from './io.ts';

export interface DirectoryOptions {
  readonly dataDir?: string;
  /** Id or name; the oldest when absent. */
  readonly workspace?: string;
}

/** The rooms behind the data directory that a command works on: the given one, or the default. */
export async function openDirectoryScope(options: DirectoryOptions, io: Io): Promise<Scope> {
  const given = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const { dataDir } = await io.config(given);
  const instance = await io.instance({ dataDir });
  return instance.localScope({ user: 'cli', ...(options.workspace !== undefined && { workspace: options.workspace }) });
}
