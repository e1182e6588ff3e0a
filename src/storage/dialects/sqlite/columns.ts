import {
  customType,
  foreignKey,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { parseJson } from '../../../kernel/index.ts';
import { toJsonColumn } from '../../json-text.ts';

// Drizzle hands `null` to the encoder when a value comes through a placeholder, so each encoder lets it pass.
const jsonText = customType<{ data: unknown; driverData: string | null }>({
  dataType: () => 'text',
  toDriver: toJsonColumn,
  fromDriver: (text) => (text === null ? null : parseJson(text)),
});

const flag = customType<{ data: boolean; driverData: number | null }>({
  dataType: () => 'integer',
  toDriver: (value: boolean | null) => (value === null ? null : Number(value)),
  fromDriver: (value) => value === 1,
});

const octets = customType<{ data: Uint8Array; driverData: Buffer | null }>({
  dataType: () => 'blob',
  toDriver: (value: Uint8Array | null) =>
    value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});

/** The vocabulary of the tables, in SQLite's terms. Instants are whole milliseconds since the Unix epoch. */
export const sqliteColumns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  foreignKey,
  id: <Id extends string = string>() => text('id').$type<Id>().primaryKey(),
  /** The id of another row. */
  ref: <Id extends string = string>(name: string) => text(name).$type<Id>(),
  text: (name: string) => text(name),
  oneOf: <const Values extends readonly [string, ...string[]]>(name: string, values: Values) =>
    text(name, { enum: values }),
  integer: (name: string) => integer(name),
  real: (name: string) => real(name),
  /** An exact number with decimals, as text: prices. */
  decimal: (name: string) => text(name),
  flag: (name: string) => flag(name),
  json: <Value>(name: string) => jsonText(name).$type<Value>(),
  bytes: (name: string) => octets(name),
  instant: (name: string) => integer(name),
};
