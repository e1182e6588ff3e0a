import { decodeText } from '../decode-text.ts';
import { splitLines } from '../split-lines.ts';

/** Settings as `key: value`, comments and empty lines as they are (graphon document_extractor: `_format_property_line`). */
export function propertiesText(bytes: Uint8Array): string {
  return splitLines(decodeText(bytes))
    .map((line) => propertyLine(line.trim()))
    .join('\n');
}

function propertyLine(line: string): string {
  if (line === '' || line.startsWith('#') || line.startsWith('!')) return line;
  const equals = line.indexOf('=');
  const cut = equals >= 0 ? equals : line.indexOf(':');
  if (cut < 0) return `${line}: `;
  return `${line.slice(0, cut).trim()}: ${line.slice(cut + 1).trim()}`;
}
