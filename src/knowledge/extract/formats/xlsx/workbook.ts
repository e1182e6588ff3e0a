import type { Archive } from '../../archive.ts';
import { mainPart, relationshipsOf } from '../../relationships.ts';
import { attributeOf, childrenOf, descend, eachElement, elementsOf, textOf, type XmlElement } from '../../xml.ts';
import { type NumberKind, numberKindOf } from './dates.ts';

/** What the cells of all sheets share. */
export interface Workbook {
  /** Parts of the worksheets, in the order of the tabs. */
  readonly sheets: readonly string[];
  readonly sharedStrings: readonly string[];
  /** By the style number of a cell. */
  readonly numberKinds: readonly NumberKind[];
  readonly is1904: boolean;
}

export function readWorkbook(archive: Archive): Workbook {
  const part = mainPart(archive, 'xl/workbook.xml');
  const content = archive.read(part);
  const related = relationshipsOf(archive, part);
  const targetOf = (type: string) => related.find((relationship) => relationship.type === type)?.target;
  const [properties] = elementsOf(content, 'workbookPr');
  return {
    sheets: elementsOf(content, 'sheet').flatMap((sheet) => {
      const id = attributeOf(sheet, 'id', true);
      // charts have sheets, too
      const found = related.find((relationship) => relationship.id === id && relationship.type === 'worksheet');
      return found ? [found.target] : [];
    }),
    sharedStrings: readSharedStrings(archive.find(targetOf('sharedStrings') ?? 'xl/sharedStrings.xml')),
    numberKinds: readNumberKinds(archive.find(targetOf('styles') ?? 'xl/styles.xml')),
    is1904: ['1', 'true'].includes(attributeOf(properties, 'date1904') ?? ''),
  };
}

function readSharedStrings(content: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  if (content) eachElement(content, ['si'], (item) => strings.push(richText(item)));
  return strings;
}

/** The text of a string with or without formatted runs; hints for pronunciation are not part of it. */
export function richText(item: XmlElement): string {
  const runs = childrenOf(item, 'r').flatMap((run) => childrenOf(run, 't'));
  return [...childrenOf(item, 't'), ...runs].map(textOf).join('');
}

function readNumberKinds(content: Uint8Array | undefined): NumberKind[] {
  if (!content) return [];
  const declared = elementsOf(content, 'numFmt');
  const codes = new Map(declared.map((format) => [attributeOf(format, 'numFmtId'), attributeOf(format, 'formatCode')]));
  const [cellFormats] = elementsOf(content, 'cellXfs');
  if (!cellFormats) return [];
  return childrenOf(cellFormats, 'xf').map((format) => {
    const id = attributeOf(format, 'numFmtId') ?? '0';
    return numberKindOf(Number(id), codes.get(id));
  });
}

/** The text inside a cell's `v`. */
export function valueText(cell: XmlElement): string | undefined {
  const value = descend(cell, 'v');
  return value && textOf(value);
}
