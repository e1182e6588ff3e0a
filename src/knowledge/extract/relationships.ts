import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { attributeOf, elementsOf } from './xml.ts';

/** What a part of an Office document points to. */
export interface Relationship {
  readonly id: string;
  /** The last word of its type: `slide`, `worksheet`, `officeDocument`. */
  readonly type: string;
  /** A name in the archive. */
  readonly target: string;
}

/** The relationships of a part, or of the whole package for the empty name (ECMA-376 part 2, section 9.3). */
export function relationshipsOf(archive: Archive, part: string): Relationship[] {
  const folder = posix.dirname(part);
  const content = archive.find(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  if (content === undefined) return [];
  return elementsOf(content, 'Relationship')
    .filter((element) => attributeOf(element, 'TargetMode') !== 'External')
    .map((element) => ({
      id: attributeOf(element, 'Id') ?? '',
      type: posix.basename(attributeOf(element, 'Type') ?? ''),
      target: resolvePart(folder, attributeOf(element, 'Target') ?? ''),
    }));
}

function resolvePart(folder: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
}

/** The part the whole document begins with. */
export function mainPart(archive: Archive, usual: string): string {
  const found = relationshipsOf(archive, '').find(({ type }) => type === 'officeDocument')?.target;
  return found !== undefined && archive.has(found) ? found : usual;
}
