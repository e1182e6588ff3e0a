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

/** Structured texts up to this size are read at once; the time for it stays below a few milliseconds. */
const SMALL_BYTES = 16 * 1024;

/** True when the main thread may read the file without being held up. Decoding is all that plain text needs. */
export function isLightWork(kind: DocumentKind, bytes: Uint8Array): boolean {
  return kind === 'text' || (kind in readers && bytes.length <= SMALL_BYTES);
}

export async function findLightReader(kind: DocumentKind): Promise<Reader | undefined> {
  return readers[kind]?.();
}
