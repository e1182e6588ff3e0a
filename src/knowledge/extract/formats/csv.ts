import { decodeText } from '../decode-text.ts';
import { separatorRow, tableRow } from '../markdown-table.ts';

/** The rows as a Markdown table (graphon document_extractor: `_rows_to_markdown_table`). */
export function csvText(bytes: Uint8Array): string {
  const [header, ...rows] = readCsv(decodeText(bytes));
  if (header === undefined) return '';
  const lines = [tableRow(header.map(inOneLine)), separatorRow(header)];
  for (const row of rows) lines.push(tableRow(row.map(inOneLine)));
  return `${lines.join('\n')}\n`;
}

const inOneLine = (cell: string) => cell.replaceAll('\n', ' ').replaceAll('\r', '');

/**
 * Reads rows as Python's `csv.reader` does, which forgives much: quotes inside a cell that began without one are text,
 * text after a closing quote is taken along, an open quote ends with the file. An empty line is a row without cells.
 */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < text.length; ) {
    const row: string[] = [];
    at = readRow(text, at, row);
    rows.push(row);
  }
  return rows;
}

/** Fills `row`; answers where the next one begins. */
function readRow(text: string, start: number, row: string[]): number {
  let at = start;
  if (isLineEnd(text[at])) return afterLineEnd(text, at);
  for (;;) {
    const quoted = text[at] === '"' ? readQuoted(text, at + 1) : { cell: '', end: at };
    const end = endOfPlain(text, quoted.end);
    row.push(quoted.cell + text.slice(quoted.end, end));
    if (text[end] !== ',') return afterLineEnd(text, end);
    at = end + 1;
  }
}

function readQuoted(text: string, start: number): { cell: string; end: number } {
  let cell = '';
  for (let at = start; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}

function endOfPlain(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== ',' && !isLineEnd(text[at])) at++;
  return at;
}

const isLineEnd = (unit: string | undefined) => unit === '\n' || unit === '\r';

function afterLineEnd(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}
