import { KnownError } from '../../kernel/index.ts';
import type { HttpClient, HttpReply, HttpRequest } from '../../nodes/index.ts';
import { type Outbound, outboundReason } from '../../platform/outbound/index.ts';

/** The guarded network as http-request nodes see it. */
export function createHttpClient(outbound: Pick<Outbound, 'fetch'>): HttpClient {
  return { send: (request) => send(outbound, request).catch(tellWhy) };
}

/** `fetch failed` alone helps nobody: what lies below it says what happened. */
function tellWhy(cause: unknown): never {
  if (cause instanceof KnownError) throw cause;
  throw new Error(outboundReason(cause), { cause });
}

async function send(outbound: Pick<Outbound, 'fetch'>, request: HttpRequest): Promise<HttpReply> {
  const response = await outbound.fetch(request.url, {
    method: request.method,
    headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    signal: request.signal,
    limits: {
      connectTimeoutMs: request.connectTimeoutMs,
      headersTimeoutMs: request.readTimeoutMs,
      bodyTimeoutMs: request.readTimeoutMs,
      maxBytes: request.maxBytes,
      verifyTls: request.verifyTls,
    },
    ...(request.body !== undefined && { body: request.body as NonNullable<RequestInit['body']> }), // text, bytes or a form
  });
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
