/** Workbooks of Excel. `workbook` knows what the sheets share, `read-sheet` the cells, `frame` how they are printed. */
import { Archive } from '../../archive.ts';
import type { ExtractLimits } from '../../limits.ts';
import { sheetTable } from './frame.ts';
import { readSheet } from './read-sheet.ts';
import { readWorkbook } from './workbook.ts';

/** All sheets as Markdown tables, an empty line after each (graphon document_extractor: `_excel_file_to_markdown`). */
export function xlsxText(bytes: Uint8Array, limits: ExtractLimits): string {
  const archive = new Archive(bytes, limits);
  const workbook = readWorkbook(archive);
  return workbook.sheets
    .map((part) => `${sheetTable(readSheet(archive.read(part), workbook), limits.maxTextCharacters)}\n\n`)
    .join('');
}
