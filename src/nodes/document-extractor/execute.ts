import {
  array,
  type FileReference,
  fileToJson,
  type NodeContext,
  type NodeResult,
  string,
  succeeded,
  toJson,
  type Value,
} from '../../engine/index.ts';
import { errorText } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { isTruthy } from '../python-values.ts';
import { printSelector } from '../records.ts';
import type { DocumentExtractorConfig } from './config.ts';

type Context = Pick<NodeContext, 'variables' | 'signal'> & Pick<NodeCapabilities, 'files' | 'documents' | 'limits'>;

/** The text of one file, or the texts of a list of files. */
export async function execute(config: DocumentExtractorConfig, context: Context): Promise<NodeResult> {
  const selector = config.variable_selector;
  let record: Parameters<typeof failedBy>[1] = {};
  try {
    const variable = context.variables.get(selector);
    if (variable === undefined) {
      const shown = printSelector(selector);
      throw new NodeError('DocumentExtractorError', `File variable not found for selector: ${shown}`);
    }
    const documents = filesOf(variable, selector);
    record = { inputs: { variable_selector: selector }, processData: { documents: documents.map(fileToJson) } };
    return succeeded({ outputs: { text: await textOf(variable, documents, context) }, ...record });
  } catch (error) {
    return failedBy(error, record);
  }
}

function filesOf(variable: Value, selector: readonly string[]): readonly FileReference[] {
  if (variable.type === 'file') return [variable.value];
  if (variable.type === 'array[file]') return variable.value;
  // an optional file that nobody gave
  if (!isTruthy(toJson(variable))) return [];
  throw new NodeError('DocumentExtractorError', `Variable ${printSelector(selector)} is not an ArrayFileSegment`);
}

/** One after the other: documents may be large. */
async function textOf(variable: Value, documents: readonly FileReference[], context: Context): Promise<Value> {
  const texts: string[] = [];
  for (const document of documents) texts.push(await extract(document, context));
  return variable.type === 'file' ? string(texts[0] ?? '') : array('array[string]', texts);
}

const DEFAULT_MAX_BYTES = 15 * 1024 ** 2;

async function extract(document: FileReference, { files, documents, limits, signal }: Context): Promise<string> {
  const maxBytes = limits.maxDocumentBytes ?? DEFAULT_MAX_BYTES;
  const { extension, mimeType } = document;
  const bytes = await files.read(document, { maxBytes, signal }).catch((cause) => {
    const problem = `Error downloading file: ${errorText(cause)}`;
    return refuse(signal, cause, 'FileDownloadError', withName(problem, document));
  });
  return documents
    .extractText({ bytes, extension, mimeType }, signal)
    .catch((cause) => refuse(signal, cause, nameOf(cause), withName(errorText(cause), document)));
}

/** Dify's words tell the kind of file; which one of several it is stands behind them. */
function withName(problem: string, { filename }: FileReference): string {
  return filename === '' ? problem : `${problem} (file "${filename}")`;
}

function refuse(signal: AbortSignal, cause: unknown, errorType: string, message: string): never {
  signal.throwIfAborted();
  throw new NodeError(errorType, message, { cause });
}

const readerErrors = ['UnsupportedFileTypeError', 'FileDownloadError', 'TextExtractionError'];

function nameOf(error: unknown): string {
  return error instanceof Error && readerErrors.includes(error.name) ? error.name : 'TextExtractionError';
}
