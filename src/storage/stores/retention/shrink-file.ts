import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';

/** Each page may have to be fetched from anywhere in the file, with the one that points to it. */
const PAGES_AT_ONCE = 50;

/** Gives free pages back, a few at a time, while others write in between; answers how many. */
export async function shrinkFile({ access }: Ground, signal?: AbortSignal): Promise<number> {
  for (let before = await access.read(freePages), given = 0; ; ) {
    signal?.throwIfAborted();
    await access.write(() => {}); // let who waits write first
    const after = await access.write(vacuum);
    given += before - after;
    if (after === 0 || after >= before) return given;
    before = after;
  }
}

function vacuum(connection: Connection): number {
  connection.raw.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
  return freePages(connection);
}

function freePages(connection: Connection): number {
  return connection.raw.pragma('freelist_count', { simple: true }) as number; // an integer by definition
}
