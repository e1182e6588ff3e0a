import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { refuseUnreadable } from './client-error.ts';

/** How long a request may take to arrive; whoever takes longer is refused and loses the connection. */
export interface ArrivalLimits {
  readonly headersMs: number;
  /** A body may pause for as long as this; twice as long is too long. */
  readonly silenceMs: number;
  /** The whole request, however steadily it comes. */
  readonly totalMs: number;
  /** How often headers and whole requests are looked at. */
  readonly checkEveryMs: number;
}

/** An hour is enough for 100 MB at a quarter of a megabit per second. */
export const arrivalLimits: ArrivalLimits = {
  headersMs: 60_000,
  silenceMs: 60_000,
  totalMs: 3_600_000,
  checkEveryMs: 30_000,
};

/** Node's own words for headers and total; that a body goes on coming it does not watch. */
export function nodeLimits({ headersMs, totalMs, checkEveryMs }: ArrivalLimits) {
  const http = { headersTimeout: headersMs, connectionsCheckingInterval: checkEveryMs };
  return { requestTimeout: totalMs, http };
}

/** Refuses bodies that have stopped coming. */
export function watchBodies(server: FastifyInstance, { silenceMs }: ArrivalLimits): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (hasBody(raw)) watchBody(raw, silenceMs);
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Bytes that have come and that nobody has read yet are no silence of the sender's. */
function watchBody(request: IncomingMessage, silenceMs: number): void {
  const { socket } = request;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    const isSilent = socket.bytesRead === before && request.readableLength === 0 && !request.complete;
    before = socket.bytesRead;
    if (isSilent) refuseUnreadable({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  }, silenceMs);
  timer.unref();
  for (const end of ['end', 'close']) request.once(end, () => clearInterval(timer));
}
