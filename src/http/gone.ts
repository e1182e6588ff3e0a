import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborted when the client has left before its answer was complete: nobody needs the work any more. */
export function signalOfClient(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (request.raw.destroyed && !request.raw.complete) gone.abort();
  return gone.signal;
}
