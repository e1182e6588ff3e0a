import { Archive } from '../archive.ts';
import type { ExtractLimits } from '../limits.ts';
import { attributeOf, eachElement, elementsOf, type XmlElement } from '../xml.ts';

/** Paragraphs, headings, lists and tables in their order, an empty line between them. */
export function odtText(bytes: Uint8Array, limits: ExtractLimits): string {
  const archive = new Archive(bytes, limits);
  refuseEncrypted(archive);
  const blocks: string[] = [];
  eachElement(archive.read('content.xml'), ['p', 'h', 'list', 'table'], (element) => blocks.push(blockText(element)));
  return blocks
    .filter((block) => block.trim() !== '')
    .join('\n\n')
    .trim();
}

function refuseEncrypted(archive: Archive): void {
  const manifest = archive.find('META-INF/manifest.xml');
  if (manifest && elementsOf(manifest, 'encryption-data').length > 0) throw new Error('it is protected by a password');
}

function blockText(element: XmlElement): string {
  if (element.name === 'list') return listText(element, '');
  return element.name === 'table' ? tableText(element) : inlineText(element);
}

/** `- item`, what is below an item indented. */
function listText(list: XmlElement, indent: string): string {
  return elements(list)
    .flatMap((item) => elements(item))
    .map((child) => (child.name === 'list' ? listText(child, `${indent}  `) : `${indent}- ${blockText(child)}`))
    .join('\n');
}

/** Repeated cells and rows fill sheets to their very end; text has each of them once. */
function tableText(table: XmlElement): string {
  return elements(table)
    .flatMap((child) =>
      child.name === 'table-row' ? [rowText(child)] : child.name.startsWith('table-') ? [tableText(child)] : [],
    )
    .filter((row) => row.trim() !== '')
    .join('\n');
}

function rowText(row: XmlElement): string {
  const cells = elements(row).filter(({ name }) => name === 'table-cell');
  return cells.map((cell) => elements(cell).map(blockText).join(' ')).join('\t');
}

const elements = (parent: XmlElement) => parent.children.filter((child) => typeof child !== 'string');

/** Notes and remarks at the margin are not what the paragraph says. */
const BESIDE = new Set(['annotation', 'annotation-end', 'tracked-changes', 'ruby-text', 'note-citation', 'frame']);
const MAX_BLANKS = 1000;

/** Blanks in a row, tabs and line breaks are elements (OpenDocument 1.3 part 3, section 6.1); others are collapsed. */
function inlineText(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child.replaceAll(/[ \t\r\n]+/g, ' ');
      if (child.name === 's') return ' '.repeat(Math.min(Number(attributeOf(child, 'c') ?? 1) || 1, MAX_BLANKS));
      if (child.name === 'tab') return '\t';
      if (child.name === 'line-break') return '\n';
      return BESIDE.has(child.name) ? '' : inlineText(child);
    })
    .join('');
}
