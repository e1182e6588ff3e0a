import type { DocumentKind } from './document-kinds.ts';

/** What is read with little code and, while small, with little work: these need no worker. */
type Reader = (bytes: Uint8Array) => string;

const readers: Partial<Record<DocumentKind, () => Promise<Reader>>> = {
  text: async () => (await import('./decode-text.ts')).decodeText,
  json: async () => (await import('./formats/json.ts')).jsonText,
  yaml: async () => (await import('./formats/yaml/index.ts')).yamlText,
  csv: async () => (await import('./formats/csv.ts')).csvText,
  vtt: async () => (await import('./formats/vtt.ts')).vttText,
  properties: async () => (await import('./formats/properties.ts')).propertiesText,
};

/** What is read at once without holding anybody up: plain text is only decoded, structure takes more. */
const SMALL_TEXT_BYTES = 256 * 1024;
const SMALL_STRUCTURE_BYTES = 16 * 1024;

/** True when the main thread may read the file. */
export function isLightWork(kind: DocumentKind, bytes: Uint8Array): boolean {
  return kind in readers && bytes.length <= (kind === 'text' ? SMALL_TEXT_BYTES : SMALL_STRUCTURE_BYTES);
}

export async function findLightReader(kind: DocumentKind): Promise<Reader | undefined> {
  return readers[kind]?.();
}
