import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { parseJson } from '../../../kernel/index.ts';
import type { Columns } from '../../columns.ts';
import { toJsonColumn } from '../../json-text.ts';

// `json`, not `jsonb`: it keeps the text, and with it 5.0, big integers and the order of keys.
const jsonText = customType<{ data: unknown; driverData: string | null }>({
  dataType: () => 'json',
  toDriver: toJsonColumn,
  fromDriver: (text) => (text === null ? null : parseJson(text)),
});

const octets = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

const vocabulary = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  foreignKey,
  id: () => text('id').primaryKey(),
  ref: (name: string) => text(name),
  text: (name: string) => text(name),
  oneOf: <const Values extends readonly [string, ...string[]]>(name: string, values: Values) =>
    text(name, { enum: values }),
  integer: (name: string) => integer(name),
  real: (name: string) => doublePrecision(name),
  decimal: (name: string) => numeric(name),
  flag: (name: string) => boolean(name),
  json: (name: string) => jsonText(name),
  bytes: (name: string) => octets(name),
  instant: (name: string) => bigint(name, { mode: 'number' }),
};

/** The same words with the same row types; drizzle types its builders per dialect, so the compiler cannot see it. */
export const postgresColumns = vocabulary as unknown as Columns;
