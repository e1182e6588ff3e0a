import { Archive } from '../archive.ts';
import type { ExtractLimits } from '../limits.ts';
import { mainPart, relationshipsOf } from '../relationships.ts';
import { attributeOf, childrenOf, descend, elementsOf, textOf, type XmlElement } from '../xml.ts';

/**
 * The paragraphs of all slides, one per line, shapes from top to bottom and left to right; an empty line between slides
 * (unstructured `partition/pptx.py`).
 */
export function pptxText(bytes: Uint8Array, limits: ExtractLimits): string {
  const archive = new Archive(bytes, limits);
  return slideParts(archive)
    .map((part) => slideLines(archive.read(part)).join('\n'))
    .join('\n\n');
}

function slideParts(archive: Archive): string[] {
  const part = mainPart(archive, 'ppt/presentation.xml');
  const related = new Map(relationshipsOf(archive, part).map(({ id, target }) => [id, target]));
  const slides = elementsOf(archive.read(part), 'sldIdLst').flatMap((list) => childrenOf(list, 'sldId'));
  return slides.flatMap((slide) => related.get(attributeOf(slide, 'id', true) ?? '') ?? []);
}

function slideLines(xml: Uint8Array): string[] {
  return elementsOf(xml, 'spTree').flatMap(shapesLines);
}

/** Of a slide or of a group of shapes. Placeholders that stand where their layout says come first, in file order. */
function shapesLines(tree: XmlElement): string[] {
  return elements(tree)
    .map((shape) => ({ shape, place: placeOf(shape) }))
    .sort((a, b) => a.place.top - b.place.top || a.place.left - b.place.left)
    .flatMap(({ shape }) => shapeLines(shape));
}

function placeOf(shape: XmlElement): { top: number; left: number } {
  const transform =
    descend(shape, 'spPr', 'xfrm', 'off') ?? descend(shape, 'grpSpPr', 'xfrm', 'off') ?? descend(shape, 'xfrm', 'off');
  return { top: Number(attributeOf(transform, 'y') ?? 0), left: Number(attributeOf(transform, 'x') ?? 0) };
}

function shapeLines(shape: XmlElement): string[] {
  if (shape.name === 'grpSp') return shapesLines(shape);
  const table = descend(shape, 'graphic', 'graphicData', 'tbl');
  if (table) return tableLines(table);
  const body = descend(shape, 'txBody');
  return body ? paragraphs(body) : [];
}

/** Cells of a row are parted by tabs. */
function tableLines(table: XmlElement): string[] {
  return childrenOf(table, 'tr')
    .map((row) => childrenOf(row, 'tc').map((cell) => paragraphs(descend(cell, 'txBody') ?? cell).join(' ')))
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => cells.join('\t'));
}

function paragraphs(body: XmlElement): string[] {
  return childrenOf(body, 'p')
    .map((paragraph) => elements(paragraph).map(inlineText).join(''))
    .filter((text) => text.trim() !== '');
}

/** Runs and fields (a page number, a date) have their text in `t`. */
function inlineText(element: XmlElement): string {
  if (element.name === 'br') return '\n';
  if (element.name !== 'r' && element.name !== 'fld') return '';
  return childrenOf(element, 't').map(textOf).join('');
}

const elements = (parent: XmlElement) => parent.children.filter((child) => typeof child !== 'string');
