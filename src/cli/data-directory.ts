import type { Scope } from '../operations/index.ts';
import type { Io } from './io.ts';

/** The rooms behind the data directory that a command works on: the given one, or the default. */
export async function openDirectoryScope(options: { readonly dataDir?: string }, io: Io): Promise<Scope> {
  const given = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const { dataDir } = await io.config(given);
  const instance = await io.instance({ dataDir });
  return instance.localScope({ user: 'cli' });
}
