import { Duplex, Transform, type TransformCallback } from 'node:stream';
import type { ReadableWritablePair } from 'node:stream/web';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** What has come is handed over at once, and an end that comes too early is an end, as in `fetch` and in browsers. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const LENIENT_ZSTD = { flush: constants.ZSTD_e_continue, finishFlush: constants.ZSTD_e_flush };

/** What undoes an encoding, by its name in `content-encoding`. */
const DECODERS: ReadonlyMap<string, () => Duplex> = new Map<string, () => Duplex>([
  ['gzip', () => createGunzip(LENIENT)],
  ['x-gzip', () => createGunzip(LENIENT)],
  ['deflate', () => new AnyInflate()],
  ['br', () => createBrotliDecompress(LENIENT_BROTLI)],
  ['zstd', () => createZstdDecompress(LENIENT_ZSTD)],
]);

/** Each costs memory, and nobody needs more than one or two. */
const MOST_ENCODINGS = 5;

/**
 * A body without the encodings its headers name; as it is when one of them is unknown. Throws a `TypeError` when they are
 * too many. (undici's interceptor for it warns on standard error that it is experimental.)
 */
export function decoded(body: Bytes, headers: Headers): Bytes {
  const named = headers.get('content-encoding')?.toLowerCase().split(',') ?? [];
  if (named.length > MOST_ENCODINGS) throw new TypeError(`The reply has ${named.length} encodings, one upon another`);
  const openers = named.map((name) => DECODERS.get(name.trim())).filter((open) => open !== undefined);
  if (openers.length === 0 || openers.length < named.length) return body;
  return tellingWhy(openers.reduceRight((encoded, open) => encoded.pipeThrough(pairOf(open())), body));
}

function pairOf(decoder: Duplex): ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return Duplex.toWeb(decoder) as ReadableWritablePair; // bytes on both sides
}

/** Node tells what is wrong with compressed bytes in a `TypeError` without a word; its cause has them. */
function tellingWhy(body: Bytes): Bytes {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const next = await reader.read().catch((error: unknown) => {
        const isWordless = error instanceof TypeError && error.message === '';
        throw isWordless ? new TypeError('terminated', { cause: error.cause }) : error;
      });
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** `deflate` means a zlib stream (RFC 9110, 8.4.1.2), but some servers leave zlib's head out. */
class AnyInflate extends Transform {
  #inflate: Duplex | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#inflate ??= this.#open(chunk);
    this.#inflate.write(chunk, done);
  }

  override _flush(done: TransformCallback): void {
    if (this.#inflate) this.#inflate.once('end', done).end();
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inflate?.destroy();
    done(error);
  }

  /** A zlib stream begins with its method, which is always 8 (RFC 1950, 2.2). */
  #open(first: Buffer): Duplex {
    const hasHead = ((first[0] ?? 0) & 0x0f) === 8;
    const inflate = hasHead ? createInflate(LENIENT) : createInflateRaw(LENIENT);
    inflate.on('data', (bytes) => this.push(bytes)).on('error', (error) => this.destroy(error));
    return inflate;
  }
}
