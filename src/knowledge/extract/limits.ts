/** What one document may cost. Documents come from strangers, so every dimension has an end. */
export interface DocumentReaderOptions {
  /** Of the file itself. */
  readonly maxInputBytes?: number;
  /** Of reading one document, from the start of its worker. */
  readonly timeoutMs?: number;
  /** Of one worker: its heap and, counted apart, its buffers. */
  readonly maxMemoryMb?: number;
  /** Documents that are read at the same time; the others wait. */
  readonly maxWorkers?: number;
  /** Of these, documents of one owner: fewer, so that nobody holds up the others. */
  readonly maxWorkersOfOwner?: number;
  /** Of the text that comes out. */
  readonly maxTextCharacters?: number;
  /** Of all parts of an archive that are unpacked, together. */
  readonly maxExpandedBytes?: number;
  /** Parts of an archive. */
  readonly maxArchiveEntries?: number;
  /** Unpacked to packed size of a part; small parts may be packed better. */
  readonly maxExpansionRatio?: number;
}

export type ReaderLimits = Required<DocumentReaderOptions>;

/** What the code that reads one document must keep in mind. */
export type ExtractLimits = Pick<
  ReaderLimits,
  'maxTextCharacters' | 'maxExpandedBytes' | 'maxArchiveEntries' | 'maxExpansionRatio'
>;

const MIB = 1024 ** 2;

export const defaultLimits: ReaderLimits = {
  maxInputBytes: 15 * MIB, // Dify: UPLOAD_FILE_SIZE_LIMIT
  timeoutMs: 60_000,
  maxMemoryMb: 512,
  maxWorkers: 3,
  maxWorkersOfOwner: 2,
  maxTextCharacters: 16 * MIB, // what a plain text of the largest size has; longer ones hold up the whole process
  maxExpandedBytes: 256 * MIB,
  maxArchiveEntries: 10_000,
  maxExpansionRatio: 200, // sheets of repeated rows reach about 100
};
