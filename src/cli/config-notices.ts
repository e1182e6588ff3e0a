import type { Config } from '../platform/config/index.ts';
import type { Io } from './io.ts';

/** For whoever sets this program up: what of the settings is probably a slip. */
export async function tellNotices({ notices }: Config, io: Io): Promise<void> {
  for (const notice of notices) await io.stderr.write(`warning: ${notice}\n`);
}
