import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether a column has a text in it, in any case; nothing in the text stands for another. */
export function holdsText(column: SQLWrapper, text: string): SQL {
  return sql`${column} like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
}
