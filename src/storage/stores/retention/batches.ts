import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';

/** Rows per commit: small enough that nobody waits for the sweep. */
export const ROWS_AT_ONCE = 100;

/** Repeats a deletion until nothing is left for it; answers how much there was. */
export async function deleteInBatches(
  ground: Ground,
  deleteBatch: (connection: Connection) => number,
  signal?: AbortSignal,
): Promise<number> {
  for (let deleted = 0; ; ) {
    signal?.throwIfAborted();
    const count = await ground.access.write(deleteBatch);
    deleted += count;
    if (count === 0) return deleted;
  }
}
