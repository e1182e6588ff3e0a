import type { sqliteColumns } from './dialects/sqlite/columns.ts';

/** The small vocabulary in which every table is written, implemented once per dialect. */
export type Columns = typeof sqliteColumns;
