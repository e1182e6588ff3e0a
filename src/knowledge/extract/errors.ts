/** Dify's names of what may go wrong (graphon nodes/document_extractor/exc.py): people see them as the error type. */

/** Nobody here reads such files. */
export class UnsupportedFileTypeError extends Error {
  override readonly name = 'UnsupportedFileTypeError';
}

/** The file cannot be read, or not within the limits. */
export class TextExtractionError extends Error {
  override readonly name = 'TextExtractionError';
}
