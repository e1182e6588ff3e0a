/**
 * What apps know. `extract/` turns documents into text. A *document* is a file that people wrote and that a model is to
 * read; its *kind* says how its text is got.
 */
export type { DocumentSource } from './extract/document-kinds.ts';
export { type DocumentReader, openDocumentReader } from './extract/document-reader.ts';
export { TextExtractionError, UnsupportedFileTypeError } from './extract/errors.ts';
export type { DocumentReaderOptions } from './extract/limits.ts';
