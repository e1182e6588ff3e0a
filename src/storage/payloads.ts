import { type JsonValue, parseJson, printJson } from '../kernel/index.ts';
import type { Ground } from './access.ts';
import type { StoredBlob } from './blobs/blob-store.ts';
import type { Connection } from './dialects/sqlite/connection.ts';
import { listRows } from './dialects/sqlite/listing.ts';
import { tables } from './dialects/sqlite/schema.ts';
import { deleteRows, upsertRow } from './dialects/sqlite/statements.ts';
import { JsonText } from './json-text.ts';

/** A payload with more characters than this goes into a blob. */
export const INLINE_LIMIT = 64 * 1024;

/** A value on its way into a row: small ones stay, large ones leave a place for the blob. */
export interface LargePayload {
  readonly place: string;
  readonly text: string;
}

export type Column = JsonText | null | undefined;

/** The value as a column takes it. A large one is added to `large`, and its column becomes null. */
export function toColumn(value: unknown, place: string, large: LargePayload[]): Column {
  if (value === undefined || value === null) return value;
  const text = printJson(value);
  if (text.length <= INLINE_LIMIT) return new JsonText(text);
  large.push({ place, text });
  return null;
}

export interface PlacedBlob extends StoredBlob {
  readonly place: string;
}

export function storePayloads(ground: Ground, large: readonly LargePayload[]): Promise<PlacedBlob[]> {
  return Promise.all(
    large.map(async ({ place, text }) => ({ place, ...(await ground.blobs.put(new TextEncoder().encode(text))) })),
  );
}

/** Notes the blobs of a holder, in the same commit as the rows whose values they are. */
export function notePayloads(
  connection: Connection,
  holderId: string,
  placed: readonly PlacedBlob[],
  now: number,
): void {
  for (const { place, hash, size } of placed) {
    noteBlob(connection, { hash, size }, now);
    upsertRow(connection, tables.payloadBlobs, { holderId, place, hash }, { key: ['holderId', 'place'] });
  }
}

export function noteBlob(connection: Connection, { hash, size }: StoredBlob, now: number): void {
  const row = { hash, size, createdAt: now, touchedAt: now };
  upsertRow(connection, tables.blobs, row, { key: ['hash'], keep: ['size', 'createdAt'] });
}

/** What `notePayloads` noted for a holder: place -> hash. */
export function placedBlobs(connection: Connection, holderId: string): Map<string, string> {
  const rows = listRows(connection, tables.payloadBlobs, {
    where: { holderId },
    orderBy: 'place',
    direction: 'ascending',
  });
  return new Map(rows.map(({ place, hash }) => [place, hash]));
}

export async function readText(ground: Ground, hash: string): Promise<string> {
  return new TextDecoder().decode(await ground.blobs.read(hash));
}

/** The row with the values that had gone to blobs. `columns` gives the place of each column that may have. */
export async function restorePayloads<Row extends object>(
  ground: Ground,
  row: Row,
  places: ReadonlyMap<string, string>,
  columns: { readonly [Key in keyof Row]?: string },
): Promise<Row> {
  if (places.size === 0) return row;
  const restored: Partial<Record<keyof Row, JsonValue>> = {};
  for (const column of Object.keys(columns) as (keyof Row)[]) {
    const hash = places.get(columns[column] ?? '');
    if (hash !== undefined && row[column] === null) restored[column] = parseJson(await readText(ground, hash));
  }
  return { ...row, ...restored } as Row; // a JSON column was printed from a value of its type
}

export function forgetPayloads(connection: Connection, holderId: string): void {
  deleteRows(connection, tables.payloadBlobs, { holderId });
}
