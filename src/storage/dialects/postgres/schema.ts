import { defineSchema } from '../../tables/schema.ts';
import { postgresColumns } from './columns.ts';

export const tables = defineSchema(postgresColumns);
