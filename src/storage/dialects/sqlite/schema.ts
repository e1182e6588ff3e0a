import { defineSchema } from '../../tables/schema.ts';
import { sqliteColumns } from './columns.ts';

/** The tables as the stores use them. */
export const tables = defineSchema(sqliteColumns);
