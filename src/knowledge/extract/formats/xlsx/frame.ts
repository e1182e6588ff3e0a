import { printFloat } from '../../../../kernel/index.ts';
import { separatorRow, tableRow } from '../../markdown-table.ts';
import { splitLines } from '../../split-lines.ts';
import { type Cell, isMoment, type Row } from './cell.ts';

/**
 * Sheets as Dify shows them: read by `pandas.read_excel`, rows without any value dropped, printed row by row. So the
 * first row names the columns, a column has one type, what is missing is `nan`, and whole numbers become `1.0` where
 * their column or row holds fractions or gaps. Cells are looked at where they exist: a lone far cell costs nothing.
 */
export function sheetTable(sheet: readonly Row[], maxCharacters: number): string {
  const width = sheet.reduce((widest, row) => Math.max(widest, row.length), 0);
  const [first = [], ...rows] = width === 1 ? sheet.filter(([cell]) => !isBlank(cell)) : sheet;
  const header = columnNames(first, width);
  const known = rows.map((row) => row.map((cell) => (isMissing(cell) ? undefined : cell)));
  const types = columnTypes(known, width);
  const lines = [tableRow(header), separatorRow(header)];
  let characters = 0;
  for (const row of known) {
    if (row.every((cell) => cell === undefined)) continue;
    const line = tableRow(rowTexts(row, types));
    characters += line.length;
    if (characters > maxCharacters) throw new Error(`its text is longer than ${maxCharacters} characters`);
    lines.push(line);
  }
  return lines.join('\n');
}

const isBlank = (cell: Cell | undefined) => cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** Texts that pandas takes for a missing value (`STR_NA_VALUES`). */
const MISSING = new Set(
  ' |#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null'
    .split('|')
    .slice(1),
);

function isMissing(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && MISSING.has(cell));
}

/** A column without a name is called by its place, one with a name that was there before is counted. */
function columnNames(first: Row, width: number): string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, at) => {
    const cell = first[at];
    const name = cell === undefined ? `Unnamed: ${at}` : inOneLine(cellText(cell ?? undefined));
    let count = seen.get(name) ?? 0;
    let unique = name;
    while (count > 0 && seen.has(unique)) unique = `${name}.${count++}`;
    seen.set(name, Math.max(count, 1));
    if (unique !== name) seen.set(unique, 1);
    return unique;
  });
}

type ColumnType = 'integer' | 'float' | 'boolean' | 'datetime' | 'mixed';

interface Tally {
  cells: number;
  numbers: number;
  fractions: number;
  booleans: number;
  dates: number;
}

/** A column has the type that all its values share, texts of numbers and of booleans included. */
function columnTypes(rows: readonly Row[], width: number): ColumnType[] {
  const tallies = Array.from({ length: width }, () => ({ cells: 0, numbers: 0, fractions: 0, booleans: 0, dates: 0 }));
  for (const row of rows) {
    row.forEach((cell, at) => {
      const tally = tallies[at];
      if (cell !== undefined && tally) count(cell, tally);
    });
  }
  return tallies.map((tally) => typeOf(tally, rows.length));
}

function count(cell: Cell, tally: Tally): void {
  tally.cells++;
  const number = asNumber(cell);
  if (number !== undefined) tally.numbers++;
  if (number !== undefined && (!Number.isInteger(number) || isWrittenAsFloat(cell))) tally.fractions++;
  if (typeof cell === 'boolean' || cell === 'True' || cell === 'False') tally.booleans++;
  if (isMoment(cell) && cell.kind === 'datetime') tally.dates++;
}

function typeOf({ cells, numbers, fractions, booleans, dates }: Tally, rows: number): ColumnType {
  if (numbers === cells) return fractions === 0 && cells === rows ? 'integer' : 'float';
  if (booleans === cells) return cells === rows ? 'boolean' : 'mixed';
  return dates === cells ? 'datetime' : 'mixed';
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function asNumber(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && NUMBER.test(cell) ? Number(cell) : undefined;
}

const isWrittenAsFloat = (cell: Cell) => typeof cell === 'string' && /[.eE]/.test(cell);

/** The row is one array of one type when it holds numbers only: then a single fraction makes all of them fractions. */
function rowTexts(row: Row, types: readonly ColumnType[]): string[] {
  const isNumeric = types.every((type) => type === 'integer' || type === 'float');
  const isFloat = isNumeric && types.includes('float');
  return types.map((type, at) => valueText(row[at], isFloat ? 'float' : type));
}

function valueText(cell: Cell | undefined, type: ColumnType): string {
  if (cell === undefined) return type === 'datetime' ? 'NaT' : 'nan';
  const number = type === 'integer' || type === 'float' ? asNumber(cell) : undefined;
  if (number === undefined) return inOneLine(cellText(cell));
  return type === 'float' ? printFloat(number) : integerText(number);
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return 'nan';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (typeof cell === 'number') return Number.isInteger(cell) ? integerText(cell) : printFloat(cell);
  return cell.text;
}

const integerText = (value: number) => BigInt(value).toString();

const inOneLine = (text: string) => splitLines(text).join(' ');
