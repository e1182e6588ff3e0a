import type { Dispatcher } from 'undici';
import { KnownError } from '../../kernel/index.ts';
import { parseAllowList } from './allow-list.ts';
import type { Connections, Proxies } from './connections.ts';
import { createGuard, type Guard, type Resolve, resolveBySystem } from './guard.ts';
import { shownUrl, withoutQuery } from './hidden-query.ts';
import { limitReply } from './limited-reply.ts';
import { followedRequest, type PlannedRequest, redirectTarget } from './redirects.ts';

export interface OutboundOptions {
  /** What guarded requests may reach beside public addresses: HOST[:PORT], CIDR, `private`. */
  readonly allow?: readonly string[];
  readonly proxies?: Proxies;
  /** For tests: how names become addresses. */
  readonly resolve?: Resolve;
}

export interface OutboundLimits {
  readonly connectTimeoutMs?: number;
  /** Longest wait for the reply's head. */
  readonly headersTimeoutMs?: number;
  /** Longest pause within the reply's body. */
  readonly bodyTimeoutMs?: number;
  /** Largest body, after decompression; any size when absent. */
  readonly maxBytes?: number;
  /** False accepts any certificate. */
  readonly verifyTls?: boolean;
}

export type OutboundInit = RequestInit & { readonly limits?: OutboundLimits };

type Fetch = (input: string | URL | Request, init?: OutboundInit) => Promise<Response>;

export interface Outbound {
  /** `fetch` for what an app asks for. Refusals are a KnownError `outbound_refused`, also behind redirects. */
  readonly fetch: Fetch;
  /** `fetch` for endpoints the operator configured: any address. */
  readonly fetchTrusted: Fetch;
  close(): Promise<void>;
}

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const MOST_REDIRECTS = 10;

export function openOutbound(options: OutboundOptions = {}): Outbound {
  const guard = createGuard(parseAllowList(options.allow ?? []), options.resolve ?? resolveBySystem);
  const proxies = options.proxies ?? {};
  let exit: Promise<Exit> | undefined;
  const open = () => {
    exit ??= openExit(guard, proxies);
    return exit;
  };
  const isProxied = Boolean(proxies.http || proxies.https);
  return {
    fetch: fetchWith(open, isProxied ? beforeProxy(guard) : undefined, true),
    fetchTrusted: fetchWith(open, undefined, false),
    close: async () => (await exit)?.connections.close(),
  };
}

/** What is loaded with the first request. */
interface Exit {
  readonly connections: Connections;
  readonly direct: typeof import('./send-directly.ts');
}

async function openExit(guard: Guard, proxies: Proxies): Promise<Exit> {
  const [{ Connections }, direct] = await Promise.all([import('./connections.ts'), import('./send-directly.ts')]);
  return { connections: new Connections(guard, proxies), direct };
}

type Check = (url: URL) => Promise<void>;

function fetchWith(open: () => Promise<Exit>, check: Check | undefined, isGuarded: boolean): Fetch {
  return async (input, init = {}) => {
    const { limits = {}, ...rest } = init;
    const { connections, direct } = await open();
    const pool = connections.pool({
      isGuarded,
      connectTimeoutMs: limits.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      verifyTls: limits.verifyTls ?? true,
    });
    const send = sender(withTimeouts(pool, limits), check, direct);
    const response = await follow(await plan(input, rest), send);
    return limits.maxBytes === undefined ? response : limitReply(response, limits.maxBytes);
  };
}

type Send = (request: PlannedRequest) => Promise<Response>;

async function follow(first: PlannedRequest, send: Send): Promise<Response> {
  const mode = first.init.redirect ?? 'follow';
  let request = first;
  for (let hops = 0; ; hops++) {
    const response = await send(request);
    const target = redirectTarget(response, request.url);
    if (!target || mode === 'manual') return response;
    await response.body?.cancel();
    if (mode === 'error') throw new TypeError(`${shownUrl(request.url)} redirects, which was not wanted`);
    if (hops === MOST_REDIRECTS)
      throw new TypeError(`${shownUrl(first.url)} redirects more than ${MOST_REDIRECTS} times`);
    request = followedRequest(request, response.status, target);
  }
}

/** What `fetch` accepts, in a form that can be sent again after a redirect. */
async function plan(input: string | URL | Request, init: RequestInit): Promise<PlannedRequest> {
  if (input instanceof Request) {
    const { method, signal, redirect } = input;
    const body = input.body === null ? null : await input.arrayBuffer();
    return plan(input.url, { method, signal, redirect, body, headers: input.headers, ...init });
  }
  const url = URL.parse(String(input));
  if (!url) throw new TypeError(`"${shownUrl(String(input))}" is not a URL`);
  return withoutUserInfo(url, { ...init, headers: new Headers(init.headers) });
}

/** `http://user:word@host` is sent as the Authorization header it stands for; `fetch` itself refuses such URLs. */
function withoutUserInfo(url: URL, init: PlannedRequest['init']): PlannedRequest {
  if (url.username === '' && url.password === '') return { url, init };
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  if (!init.headers.has('authorization'))
    init.headers.set('authorization', `Basic ${Buffer.from(user).toString('base64')}`);
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return { url: bare, init };
}

function sender(dispatcher: Dispatcher, check: Check | undefined, { isDirect, sendDirectly }: Exit['direct']): Send {
  return async (request) => {
    requireHttp(request.url);
    await check?.(request.url);
    const send = isDirect(request) ? sendDirectly : sendByFetch;
    try {
      return await send(dispatcher, request);
    } catch (error) {
      throw error instanceof Error && error.cause instanceof KnownError
        ? error.cause
        : withoutQuery(error, request.url);
    }
  };
}

/** For bodies that `fetch` knows how to write: forms, files, streams. */
async function sendByFetch(dispatcher: Dispatcher, { url, init }: PlannedRequest): Promise<Response> {
  // `dispatcher` and `duplex` are Node's additions to `fetch`; its types know another copy of the same dispatcher.
  const additions = {
    redirect: 'manual',
    dispatcher,
    ...(init.body instanceof ReadableStream && { duplex: 'half' }),
  };
  return keptWithBody(await fetch(url, { ...init, ...additions } as unknown as RequestInit));
}

/**
 * `fetch` cancels a body that nobody reads yet once its reply has been collected as garbage, and a cancelled body reads as
 * an empty one. So whoever holds the body holds the reply.
 */
const repliesByBody = new WeakMap<ReadableStream, Response>();

function keptWithBody(response: Response): Response {
  if (response.body) repliesByBody.set(response.body, response);
  return response;
}

/** `fetch` also knows `data:`, `blob:` and `about:`, which are no network. */
function requireHttp(url: URL): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return;
  throw new KnownError('outbound_refused', {
    message: `${url.protocol} URLs may not be reached: only http: and https:`,
  });
}

function withTimeouts(pool: Dispatcher, { headersTimeoutMs, bodyTimeoutMs }: OutboundLimits): Dispatcher {
  if (headersTimeoutMs === undefined && bodyTimeoutMs === undefined) return pool;
  const timeouts = {
    ...(headersTimeoutMs === undefined ? {} : { headersTimeout: headersTimeoutMs }),
    ...(bodyTimeoutMs === undefined ? {} : { bodyTimeout: bodyTimeoutMs }),
  };
  return pool.compose((dispatch) => (request, handler) => dispatch({ ...request, ...timeouts }, handler)) as Dispatcher;
}

/**
 * A proxy looks names up by itself, so the guard cannot pin what it finds; addresses in URLs and names that this machine
 * knows as inner ones are refused all the same. Names only the proxy knows are its own affair.
 */
function beforeProxy(guard: Guard): Check {
  return async ({ hostname, port, protocol }) => {
    try {
      await guard(hostname, Number(port) || (protocol === 'https:' ? 443 : 80));
    } catch (error) {
      if (error instanceof KnownError) throw error;
    }
  };
}
