/**
 * The pipe between the program and a sandbox child. One frame is
 *   u32 bytes that follow | u16 kind | u16 number of parts | u32 length of each part | the parts
 * (little endian). Parts are bytes or UTF-8 text. Nothing on the pipe is executed, or trusted beyond its lengths.
 */

export const frameKinds = {
  /** To the child: settings as JSON. It loads, locks itself and answers `ready`. */
  start: 1,
  /** To the child: code, inputs as JSON. */
  run: 2,
  /** From the child: empty. */
  ready: 3,
  /** From the child: kind of outcome, result as JSON or error text, captured stdout, `keep` or `retire`. */
  reply: 4,
  /** From a child that was asked to make it: the memory snapshot. */
  snapshot: 5,
  /** From the child: why it cannot start. */
  broken: 6,
} as const;

export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface Frame {
  readonly kind: number;
  readonly parts: readonly Buffer[];
}

const LENGTH_BYTES = 4;
const COUNT_BYTES = 4;

/** A frame as one piece: one write, one wake-up on the other side. */
export function packFrame(kind: FrameKind, parts: readonly (string | Uint8Array)[]): Buffer {
  const bodies = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  const head = Buffer.alloc(LENGTH_BYTES + COUNT_BYTES + 4 * bodies.length);
  const bodyBytes = bodies.reduce((sum, body) => sum + body.length, 0);
  head.writeUInt32LE(head.length - LENGTH_BYTES + bodyBytes, 0);
  head.writeUInt16LE(kind, 4);
  head.writeUInt16LE(bodies.length, 6);
  for (const [index, body] of bodies.entries()) head.writeUInt32LE(body.length, 8 + 4 * index);
  return Buffer.concat([head, ...bodies]);
}

/** What came over the pipe is no frame: the other side is not to be trusted any more. */
class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Cuts what arrives into frames. Throws when one is longer than `maxBytes` or its parts do not add up. */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #length = Buffer.alloc(LENGTH_BYTES);
  #lengthFilled = 0;
  #body: Buffer | undefined;
  #bodyFilled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *read(chunk: Buffer): Generator<Frame> {
    let offset = 0;
    while (offset < chunk.length) {
      offset += this.#body ? this.#fillBody(this.#body, chunk, offset) : this.#fillLength(chunk, offset);
      if (!this.#body || this.#bodyFilled < this.#body.length) continue;
      const frame = parseBody(this.#body);
      this.#body = undefined;
      yield frame;
    }
  }

  #fillLength(chunk: Buffer, offset: number): number {
    const taken = chunk.copy(this.#length, this.#lengthFilled, offset);
    this.#lengthFilled += taken;
    if (this.#lengthFilled === LENGTH_BYTES) this.#beginBody(this.#length.readUInt32LE(0));
    return taken;
  }

  #beginBody(length: number): void {
    if (length < COUNT_BYTES || length > this.#maxBytes) throw new FrameError(`A frame of ${length} bytes`);
    this.#body = Buffer.allocUnsafeSlow(length);
    this.#bodyFilled = 0;
    this.#lengthFilled = 0;
  }

  #fillBody(body: Buffer, chunk: Buffer, offset: number): number {
    const taken = chunk.copy(body, this.#bodyFilled, offset);
    this.#bodyFilled += taken;
    return taken;
  }
}

function parseBody(body: Buffer): Frame {
  const count = body.readUInt16LE(2);
  let offset = COUNT_BYTES + 4 * count;
  if (offset > body.length) throw new FrameError('A frame with more parts than bytes');
  const parts: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const end = offset + body.readUInt32LE(COUNT_BYTES + 4 * index);
    if (end > body.length) throw new FrameError('A frame whose parts are longer than itself');
    parts.push(body.subarray(offset, end));
    offset = end;
  }
  if (offset !== body.length) throw new FrameError('A frame that is longer than its parts');
  return { kind: body.readUInt16LE(0), parts };
}
