/**
 * What apps know. `extract/` turns documents into text. A *document* is a file that people wrote and that a model is to
 * read; its *kind* says how its text is got.
 */
export { type DocumentReader, openDocumentReader } from './extract/document-reader.ts';
export type { DocumentReaderOptions } from './extract/limits.ts';
