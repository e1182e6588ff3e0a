import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborted when the client has left before its answer was complete: nobody needs the work any more. */
export function signalOfClient(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  // it may have left while its key was looked at, and `close` is said only once
  if (reply.raw.destroyed || (request.raw.destroyed && !request.raw.complete)) gone.abort();
  return gone.signal;
}

/** True for what became of work that was broken off like that. */
export function isBrokenOff(error: unknown, reply: FastifyReply): boolean {
  return reply.raw.destroyed && error instanceof Error && error.name === 'AbortError';
}
