import { attributeOf, childrenOf, descend, eachElement, type XmlElement } from '../../xml.ts';
import type { Cell, Row } from './cell.ts';
import { datetimeAt, momentOf } from './dates.ts';
import { richText, valueText, type Workbook } from './workbook.ts';

/** What Excel itself can hold. */
const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** The rows of a sheet from the first one on; rows at the end without a cell are left out. */
export function readSheet(xml: Uint8Array, workbook: Workbook): Row[] {
  const rows: Row[] = [];
  let next = 0;
  let used = 0;
  eachElement(xml, ['row'], (element) => {
    const at = placeOf(attributeOf(element, 'r'), next, MAX_ROWS);
    while (rows.length < at) rows.push(NO_CELLS);
    rows[at] = readRow(element, workbook);
    if (rows[at].length > 0) used = Math.max(used, at + 1);
    next = at + 1;
  });
  return rows.slice(0, used);
}

const NO_CELLS: Row = [];

function readRow(row: XmlElement, workbook: Workbook): Row {
  const cells: (Cell | undefined)[] = [];
  for (const element of childrenOf(row, 'c')) {
    const at = placeOf(columnNumber(attributeOf(element, 'r')), cells.length, MAX_COLUMNS);
    while (cells.length < at) cells.push(undefined);
    cells[at] = cellValue(element, workbook);
  }
  while (cells.length > 0 && cells.at(-1) === undefined) cells.pop();
  return cells;
}

/** A place is counted from one where it is written, else it follows the one before. */
function placeOf(written: string | number | undefined, next: number, max: number): number {
  const place = written === undefined ? next : Number(written) - 1;
  if (!Number.isInteger(place) || place < 0 || place >= max)
    throw new Error(`a cell stands at ${written}, beyond the sheet`);
  return place;
}

/** `AB12` is in column 28. */
function columnNumber(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/i.exec(reference ?? '')?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** An empty text is as good as no cell (pandas `io/excel/_openpyxl.py`, `_convert_cell`). */
function cellValue(cell: XmlElement, workbook: Workbook): Cell | undefined {
  const type = attributeOf(cell, 't') ?? 'n';
  if (type === 'inlineStr') {
    const text = descend(cell, 'is');
    return text && (richText(text) || undefined);
  }
  const value = valueText(cell);
  if (value === undefined || value === '') return undefined;
  if (type === 's') return workbook.sharedStrings[Number(value)] || undefined;
  if (type === 'str') return value;
  if (type === 'b') return value === '1' || value === 'true';
  if (type === 'e') return null;
  return type === 'd' ? isoDate(value) : numberValue(Number(value), cell, workbook);
}

function isoDate(value: string): Cell {
  const unixMs = Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(value) || !value.includes('T') ? value : `${value}Z`);
  return Number.isNaN(unixMs) ? value : datetimeAt(unixMs);
}

function numberValue(value: number, cell: XmlElement, { numberKinds, is1904 }: Workbook): Cell {
  if (Number.isNaN(value)) return null;
  const kind = numberKinds[Number(attributeOf(cell, 's') ?? 0)] ?? 'number';
  return kind === 'number' ? value : momentOf(value, kind, is1904);
}
