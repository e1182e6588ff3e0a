/** The worker for everything but PDF. */
import { findLightReader } from '../light-formats.ts';
import { answer, type Reader } from './answer.ts';
import type { WorkerRequest } from './contract.ts';

/** Formats of strangers' archives: nothing but a worker reads them. */
const readers: Partial<Record<WorkerRequest['kind'], () => Promise<Reader>>> = {
  docx: async () => (await import('../formats/docx.ts')).docxText,
  xlsx: async () => (await import('../formats/xlsx/index.ts')).xlsxText,
  pptx: async () => (await import('../formats/pptx.ts')).pptxText,
  epub: async () => (await import('../formats/epub.ts')).epubText,
  odt: async () => (await import('../formats/odt.ts')).odtText,
  eml: async () => (await import('../formats/eml.ts')).emlText,
};

await answer(async (kind) => (await findLightReader(kind)) ?? (await readers[kind]?.()));
