import { posix } from 'node:path';
import { Archive } from '../archive.ts';
import { decodeText } from '../decode-text.ts';
import { htmlBlocks } from '../html-blocks.ts';
import type { ExtractLimits } from '../limits.ts';
import { attributeOf, childrenOf, elementsOf } from '../xml.ts';

/** The chapters in reading order, a block per line (graphon document_extractor: `_extract_epub_text`). */
export function epubText(bytes: Uint8Array, limits: ExtractLimits): string {
  const archive = new Archive(bytes, limits);
  return [...chapterParts(archive)].flatMap((part) => htmlBlocks(decodeText(archive.read(part)))).join('\n');
}

/** Each chapter once, though a forged spine may name it a thousand times. */
function chapterParts(archive: Archive): Set<string> {
  const [rootFile] = elementsOf(archive.read('META-INF/container.xml'), 'rootfile');
  const packagePart = partName('', attributeOf(rootFile, 'full-path') ?? '');
  if (packagePart === '.') throw new Error('it does not name its package');
  const content = archive.read(packagePart);
  const items = elementsOf(content, 'manifest').flatMap((manifest) => childrenOf(manifest, 'item'));
  const hrefs = new Map(items.map((item) => [attributeOf(item, 'id'), attributeOf(item, 'href')]));
  const order = elementsOf(content, 'spine').flatMap((spine) => childrenOf(spine, 'itemref'));
  const named = order.map((item) => hrefs.get(attributeOf(item, 'idref'))).filter((href) => href !== undefined);
  return new Set(named.map((href) => partName(posix.dirname(packagePart), href)));
}

/** A relative URL as a name in the archive. */
function partName(folder: string, href: string): string {
  const [path = ''] = href.split(/[?#]/, 1);
  return posix.join(folder, decodePercents(path)).replace(/^\/+/, '');
}

function decodePercents(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a lone percent sign is one
  }
}
