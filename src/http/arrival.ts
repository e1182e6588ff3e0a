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

/** Refuses bodies that have stopped coming: one look at all of them, time and again while there are some. */
export function watchBodies(server: FastifyInstance, { silenceMs }: ArrivalLimits): void {
  /** What is on its way, and how many bytes had come when it was last looked at: none were counted before the first look. */
  const arriving: Arriving = new Map();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    refuseSilent(arriving);
    if (arriving.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  function forget(this: IncomingMessage) {
    arriving.delete(this);
  }
  server.addHook('onRequest', ({ raw }, _reply, done) => {
    if (hasBody(raw)) {
      arriving.set(raw, undefined); // the next look may be due at once
      raw.on('close', forget);
      timer ??= setInterval(look, silenceMs).unref();
    }
    done();
  });
  server.addHook('onClose', async () => clearInterval(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

type Arriving = Map<IncomingMessage, number | undefined>;

/** Bytes that have come and that nobody has read yet are no silence of the sender's. */
function refuseSilent(arriving: Arriving): void {
  for (const [request, before] of arriving) {
    const { socket } = request;
    const isSilent = socket.bytesRead === before && request.readableLength === 0 && !request.complete;
    arriving.set(request, socket.bytesRead);
    if (isSilent) refuseUnreadable({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  }
}
