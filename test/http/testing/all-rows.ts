import { openConnection } from '../../../src/storage/dialects/sqlite/connection.ts';

/** Signs of life, which change by themselves. */
const PULSES = ['lease_expires_at', 'last_used_at'];

/** Every row of a database as text, after the name of its table; without the insides of search indexes. */
export function readAllRows(path: string): Set<string> {
  const connection = openConnection({ path, isReadOnly: true });
  const ordinary = `name NOT GLOB 'vectors_*' AND name NOT GLOB 'text_index*' AND name NOT GLOB 'sqlite_*'`;
  const names = connection.raw
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'blobs' AND ${ordinary}`)
    .pluck()
    .all() as string[];
  const rows = names.flatMap((name) =>
    connection.raw
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => `${name} ${JSON.stringify(withoutPulses(row as object))}`),
  );
  connection.close();
  return new Set(rows);
}

function withoutPulses(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !PULSES.includes(name)));
}
