import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Roster } from '../kernel/index.ts';
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
  const arriving = new Roster<Arriving>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    refuseSilent(arriving);
    if (!arriving.isEmpty) return;
    clearInterval(timer);
    timer = undefined;
  };
  server.addHook('onRequest', ({ raw }, _reply, done) => {
    if (hasBody(raw)) {
      const leave = () => place.leave();
      const place = arriving.add({ request: raw, before: undefined, leave }); // the next look may be due at once
      raw.on('close', leave);
      timer ??= setInterval(look, silenceMs).unref();
    }
    done();
  });
  server.addHook('onClose', async () => clearInterval(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What is on its way, and how many bytes had come when it was last looked at: none were counted before the first look. */
interface Arriving {
  readonly request: IncomingMessage;
  before: number | undefined;
  leave(): void;
}

/**
 * Bytes that have come and that nobody has read yet are no silence of the sender's. A request that was answered before it
 * had come wholly is never said to be closed: it leaves when its connection is found gone.
 */
function refuseSilent(all: Iterable<Arriving>): void {
  for (const arriving of all) {
    const { request, before } = arriving;
    const { socket } = request;
    if (socket.destroyed) {
      arriving.leave();
      continue;
    }
    const isSilent = socket.bytesRead === before && request.readableLength === 0 && !request.complete;
    arriving.before = socket.bytesRead;
    if (isSilent) refuseUnreadable({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  }
}
