import type { CompressionFormat, ReadableWritablePair, UnderlyingDefaultSource } from 'node:stream/web';
import type { Dispatcher } from 'undici';
import type { PlannedRequest } from './redirects.ts';

type Head = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

/** What every request says of itself unless its caller does, as `fetch` has it. */
const DEFAULT_HEADERS = { accept: '*/*', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'node' };

/** Encodings that are undone, by the name of their stream. */
const DECODERS: Readonly<Record<string, CompressionFormat>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'brotli',
};

/** Statuses whose replies have no body (Fetch standard, "null body status"). */
const BODILESS = [204, 205, 304];

/** So many bytes of a body wait for their reader before the sender is paused. */
const MOST_WAITING_BYTES = 64 * 1024;

/** True for a request that `sendDirectly` can send: with a text, with bytes or with nothing. */
export function isDirect({ init: { body = null } }: PlannedRequest): boolean {
  return body === null || typeof body === 'string' || body instanceof Uint8Array;
}

/**
 * Sends a request and answers its reply, as `fetch` does, but without what serves pages alone, and with one stream from
 * the socket to the reader where `fetch` has several: for answers that come in many small pieces. Follows no redirect.
 * Fails as `fetch` does: with a `TypeError` whose cause tells more, or with the reason of the signal.
 */
export function sendDirectly(dispatcher: Dispatcher, { url, init }: PlannedRequest): Promise<Response> {
  const { body = null, method = 'GET', signal, headers } = init;
  const sent = new Headers(DEFAULT_HEADERS);
  if (typeof body === 'string') sent.set('content-type', 'text/plain;charset=UTF-8');
  for (const [name, value] of headers) sent.set(name, value);
  const request = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: method.toUpperCase() as Dispatcher.HttpMethod, // any token may be one
    headers: Object.fromEntries(sent),
    body: body as string | Uint8Array | null, // what `isDirect` has let through
  };
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    dispatcher.dispatch(request, new DirectReply({ url, isHead: request.method === 'HEAD', signal, resolve, reject }));
  });
}

interface DirectReplyOptions {
  readonly url: URL;
  readonly isHead: boolean;
  readonly signal: AbortSignal | null | undefined;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

/** One reply, from its head to its end. */
class DirectReply implements Dispatcher.DispatchHandler {
  readonly #options: DirectReplyOptions;
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(options: DirectReplyOptions) {
    this.#options = options;
    options.signal?.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#options.signal?.aborted) this.#abort();
  }

  onResponseStart(...[controller, status, headers, statusText = '']: Head): void {
    const { url, isHead, resolve } = this.#options;
    if (status < 200) return; // the reply is still to come
    const init = { status, statusText, headers: headersOf(headers) };
    const hasBody = !isHead && !BODILESS.includes(status);
    const response = new Response(hasBody ? decoded(this.#open(controller), init.headers) : null, init);
    resolve(Object.defineProperty(response, 'url', { value: url.href }));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.enqueue(chunk);
    if (this.#body && (this.#body.desiredSize ?? 0) <= 0) controller.pause();
  }

  onResponseEnd(): void {
    this.#forgetSignal();
    this.#body?.close();
    this.#body = undefined;
  }

  onResponseError(_controller: unknown, error: Error): void {
    const { signal, reject } = this.#options;
    this.#forgetSignal();
    const told = (text: string) => (signal?.aborted ? signal.reason : new TypeError(text, { cause: error }));
    if (this.#body) this.#body.error(told('terminated'));
    else reject(told('fetch failed'));
    this.#body = undefined;
  }

  #open(controller: Dispatcher.DispatchController): ReadableStream<Uint8Array<ArrayBuffer>> {
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (body) => {
        this.#body = body;
      },
      pull: () => controller.resume(),
      cancel: (reason) => {
        this.#body = undefined; // nobody waits for it any more
        controller.abort(errorOf(reason));
      },
    };
    const waiting = { highWaterMark: MOST_WAITING_BYTES, size: (chunk: Uint8Array) => chunk.byteLength };
    return new ReadableStream(source, waiting) as ReadableStream<Uint8Array<ArrayBuffer>>; // a socket's bytes are not shared
  }

  /** Who still waits for a connection hears of it at once; the request is dropped when it would be sent. */
  readonly #abort = () => {
    const { signal, reject } = this.#options;
    if (this.#controller) this.#controller.abort(errorOf(signal?.reason));
    else reject(signal?.reason);
  };

  #forgetSignal(): void {
    this.#options.signal?.removeEventListener('abort', this.#abort);
  }
}

function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The request is no longer wanted', { cause: reason });
}

function headersOf(raw: Head[2]): Headers {
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  return headers;
}

function decoded(body: ReadableStream<Uint8Array<ArrayBuffer>>, headers: Headers): ReadableStream {
  const encodings =
    headers
      .get('content-encoding')
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  const formats = encodings.map((encoding) => DECODERS[encoding]);
  if (formats.some((format) => format === undefined)) return body; // as it is
  return formats.reduceRight<ReadableStream>((encoded, format = 'gzip') => {
    return encoded.pipeThrough(new DecompressionStream(format) as ReadableWritablePair);
  }, body);
}
