import type { DocumentKind } from './document-kinds.ts';
import { findLightReader } from './light-formats.ts';
import type { ExtractLimits } from './limits.ts';

type Reader = (bytes: Uint8Array, limits: ExtractLimits) => string | Promise<string>;

/** Formats of big readers and of strangers' archives: only in the worker. */
const readers: Partial<Record<DocumentKind, () => Promise<Reader>>> = {
  pdf: async () => (await import('./formats/pdf.ts')).pdfText,
  docx: async () => (await import('./formats/docx.ts')).docxText,
  xlsx: async () => (await import('./formats/xlsx/index.ts')).xlsxText,
  pptx: async () => (await import('./formats/pptx.ts')).pptxText,
  epub: async () => (await import('./formats/epub.ts')).epubText,
  odt: async () => (await import('./formats/odt.ts')).odtText,
  eml: async () => (await import('./formats/eml.ts')).emlText,
};

/** The text of a document of any kind. Throws what its reader throws. */
export async function extractText(kind: DocumentKind, bytes: Uint8Array, limits: ExtractLimits): Promise<string> {
  const reader = (await findLightReader(kind)) ?? (await readers[kind]?.());
  if (!reader) throw new Error(`there is no reader for ${kind}`);
  const text = await reader(bytes, limits);
  if (text.length > limits.maxTextCharacters) {
    throw new Error(`its text is longer than ${limits.maxTextCharacters} characters`);
  }
  return text;
}
