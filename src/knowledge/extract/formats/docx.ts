import { Archive } from '../archive.ts';
import type { ExtractLimits } from '../limits.ts';
import { mainPart } from '../relationships.ts';
import { attributeOf, childrenOf, descend, eachElement, textOf, type XmlElement } from '../xml.ts';

/**
 * Paragraphs and tables in their order, one below the other. What counts as text of a paragraph is what python-docx
 * takes (`Paragraph.text`), and content controls and tracked insertions besides, which it leaves out.
 */
export function docxText(bytes: Uint8Array, limits: ExtractLimits): string {
  const archive = new Archive(bytes, limits);
  const blocks: string[] = [];
  eachElement(archive.read(mainPart(archive, 'word/document.xml')), ['p', 'tbl'], (element) => {
    if (element.name === 'p') blocks.push(paragraphText(element));
    else blocks.push(...tableText(element));
  });
  return blocks.join('\n');
}

/** Around runs, without changing what they say. Deleted and moved-away text stands in others. */
const TRANSPARENT = new Set(['hyperlink', 'ins', 'moveTo', 'smartTag', 'sdt', 'sdtContent', 'fldSimple', 'customXml']);

function paragraphText(parent: XmlElement): string {
  return elementChildren(parent)
    .map((child) => {
      if (child.name === 'r') return elementChildren(child).map(runPiece).join('');
      return TRANSPARENT.has(child.name) ? paragraphText(child) : '';
    })
    .join('');
}

function runPiece(element: XmlElement): string {
  if (element.name === 't') return textOf(element);
  if (element.name === 'tab' || element.name === 'ptab') return '\t';
  if (element.name === 'noBreakHyphen') return '-';
  if (element.name === 'cr') return '\n';
  return element.name === 'br' && isLineBreak(element) ? '\n' : '';
}

/** Breaks of pages and columns are no text. */
function isLineBreak(element: XmlElement): boolean {
  return (attributeOf(element, 'type') ?? 'textWrapping') === 'textWrapping';
}

const elementChildren = (element: XmlElement) => element.children.filter((child) => typeof child !== 'string');

/** Dify's table has no alignment, and an end of line of its own. A table without a word is left out. */
function tableText(table: XmlElement): string[] {
  const rows = readRows(table);
  if (!rows.some((row) => row.some((cell) => cell.trim() !== ''))) return [];
  const lines = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('\n', '<br>')).join(' | ')} |\n`);
  const width = rows[0]?.length ?? 0;
  lines.splice(1, 0, `| ${new Array(width).fill('---').join(' | ')} |\n`);
  return [lines.join('')];
}

/** Rows as python-docx shows them: a cell over several columns or rows is repeated in each. */
function readRows(table: XmlElement): string[][] {
  let above = new Map<number, string>();
  return rowsOf(table, 'tr').map((row) => {
    const here = new Map<number, string>();
    let column = numberOf(descend(row, 'trPr', 'gridBefore')) ?? 0;
    for (const cell of rowsOf(row, 'tc')) {
      const text = isContinued(cell) ? (above.get(column) ?? '') : cellText(cell);
      const span = Math.min(numberOf(descend(cell, 'tcPr', 'gridSpan')) ?? 1, MAX_COLUMNS);
      for (let end = column + span; column < end; column++) here.set(column, text);
    }
    above = here;
    return [...here.values()];
  });
}

/** Of Word itself 63; a forged span must not become millions of cells. */
const MAX_COLUMNS = 1000;

/** Rows and cells, also those inside content controls. */
function rowsOf(parent: XmlElement, name: string): XmlElement[] {
  return elementChildren(parent).flatMap((child) => {
    if (child.name === name) return [child];
    return TRANSPARENT.has(child.name) ? rowsOf(child, name) : [];
  });
}

function isContinued(cell: XmlElement): boolean {
  const merge = descend(cell, 'tcPr', 'vMerge');
  return merge !== undefined && (attributeOf(merge, 'val') ?? 'continue') === 'continue';
}

function cellText(cell: XmlElement): string {
  return childrenOf(cell, 'p').map(paragraphText).join('\n');
}

function numberOf(element: XmlElement | undefined): number | undefined {
  const value = Number(attributeOf(element, 'val') ?? Number.NaN);
  return Number.isInteger(value) && value >= 0 ? value : undefined;
}
