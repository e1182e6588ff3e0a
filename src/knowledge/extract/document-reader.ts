import { errorText } from '../../kernel/index.ts';
import { type DocumentKind, type DocumentSource, failureText, kindOf, obstacleTo } from './document-kinds.ts';
import { TextExtractionError } from './errors.ts';
import { findLightReader, isLightWork } from './light-formats.ts';
import { type DocumentReaderOptions, defaultLimits, type ReaderLimits } from './limits.ts';
import { readInWorker } from './read-in-worker.ts';
import { Turns } from './turns.ts';

/** Turns documents into text. */
export interface DocumentReader {
  /** For the documents of one owner: however many they are, those of others are read beside them. */
  forOwner(owner: string): OwnedDocumentReader;
  /** Ends what is being read. */
  close(): Promise<void>;
}

interface OwnedDocumentReader {
  /** Throws an `UnsupportedFileTypeError`, a `TextExtractionError`, or the signal's reason. */
  extractText(document: DocumentSource, signal: AbortSignal): Promise<string>;
}

/** Costs nothing until a document is read. Limits that are not given have defaults. */
export function openDocumentReader(options: DocumentReaderOptions = {}): DocumentReader {
  const limits: ReaderLimits = { ...defaultLimits, ...options };
  const turns = new Turns(limits.maxWorkers, limits.maxWorkersOfOwner);
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  return {
    forOwner: (owner) => ({
      async extractText(document, signal) {
        const stop = AbortSignal.any([signal, closing.signal]);
        const takeTurn: TakeTurn = (work) => turns.take(owner, stop, work);
        const reading = read(document, limits, takeTurn, stop);
        underWay.add(reading);
        return reading.finally(() => underWay.delete(reading));
      },
    }),
    async close() {
      closing.abort(new TextExtractionError('The document reader is closed'));
      await Promise.allSettled(underWay);
    },
  };
}

type TakeTurn = (work: () => Promise<string>) => Promise<string>;

async function read(
  document: DocumentSource,
  limits: ReaderLimits,
  takeTurn: TakeTurn,
  stop: AbortSignal,
): Promise<string> {
  stop.throwIfAborted();
  const kind = kindOf(document);
  const { bytes } = document;
  try {
    const obstacle = obstacleTo(kind);
    if (obstacle !== undefined) throw new Error(obstacle);
    if (bytes.length > limits.maxInputBytes) throw new Error(`it has more than ${limits.maxInputBytes} bytes`);
    if (isLightWork(kind, bytes)) return await readHere(kind, bytes);
    return await takeTurn(() => readInWorker(kind, bytes, limits, stop));
  } catch (cause) {
    stop.throwIfAborted();
    throw new TextExtractionError(failureText(kind, errorText(cause)), { cause });
  }
}

async function readHere(kind: DocumentKind, bytes: Uint8Array): Promise<string> {
  const reader = await findLightReader(kind);
  if (!reader) throw new Error(`there is no reader for ${kind}`);
  return reader(bytes);
}
