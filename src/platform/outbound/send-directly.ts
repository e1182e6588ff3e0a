import type { UnderlyingDefaultSource } from 'node:stream/web';
import type { Dispatcher } from 'undici';
import { parseAddress } from './address.ts';
import { decoded } from './decoded.ts';
import type { PlannedRequest } from './redirects.ts';
import { responseOf } from './response-of.ts';

type Head = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>;

/** What every request says of itself unless its caller does, as `fetch` has it. */
const DEFAULT_HEADERS = { accept: '*/*', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'node' };

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
  if (headers.has('range') && !headers.has('accept-encoding')) sent.set('accept-encoding', 'identity'); // of the plain bytes
  const request = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: method.toUpperCase() as Dispatcher.HttpMethod, // any token may be one
    headers: Object.fromEntries(sent),
    ...(headers.has('host') && isName(url.hostname) && { servername: url.hostname }), // whose certificate it is to be
    body: body as string | Uint8Array | null, // what `isDirect` has let through
  };
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const reply = new DirectReply({ url, isHead: request.method === 'HEAD', signal, resolve, reject });
    try {
      dispatcher.dispatch(request, reply);
    } catch (error) {
      reply.onResponseError(undefined, error);
    }
  });
}

function isName(hostname: string): boolean {
  return parseAddress(hostname) === undefined;
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

  /** Comes when there is a connection, which may be long after nobody wants the reply any more. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#options.signal?.aborted) this.#abort();
  }

  onResponseStart(...[controller, status, headers, statusText = '']: Head): void {
    const { url, isHead, resolve } = this.#options;
    if (status < 200) return; // the reply is still to come
    const facts = { status, statusText, headers: headersOf(headers) };
    const hasBody = !isHead && !BODILESS.includes(status);
    const response = responseOf(hasBody ? decoded(this.#open(controller), facts.headers) : null, facts);
    resolve(Object.defineProperty(response, 'url', { value: withoutHash(url) }));
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

  onResponseError(_controller: unknown, error: unknown): void {
    const { signal, reject } = this.#options;
    this.#forgetSignal();
    const told = (text: string) => (signal?.aborted ? signal.reason : new TypeError(text, { cause: error }));
    reject(told('fetch failed')); // to no effect once there is a reply
    this.#body?.error(told('terminated'));
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

  readonly #abort = () => {
    const { signal, reject } = this.#options;
    this.#forgetSignal();
    reject(signal?.reason); // now, not when the connection is made; to no effect once there is a reply
    this.#controller?.abort(errorOf(signal?.reason));
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

function withoutHash({ href }: URL): string {
  const at = href.indexOf('#');
  return at < 0 ? href : href.slice(0, at);
}
