import type { FastifyRequest } from 'fastify';
import { isJsonObject } from '../kernel/index.ts';

/** Letters, digits, `-` and `_`. */
const VALID = /^[\w-]{1,128}$/;

/**
 * What the caller's own tracing calls this request: the first that is given of header, query, body and `traceparent`
 * (spec/api.md 4.8; https://www.w3.org/TR/trace-context/), else the request's own id. It comes back as `X-Trace-Id` and
 * stands in the log.
 */
export function traceIdOf(request: Pick<FastifyRequest, 'headers' | 'query' | 'body' | 'id'>): string {
  const { headers, query, body } = request;
  const given = [headers['x-trace-id'], fieldOf(query), fieldOf(body), traceOf(headers['traceparent'])].find(
    (candidate) => candidate !== undefined && candidate !== null && candidate !== '',
  );
  return typeof given === 'string' && VALID.test(given) ? given : request.id;
}

function fieldOf(part: unknown): unknown {
  return isJsonObject(part) ? part['trace_id'] : undefined;
}

/** `version-traceid-parentid-flags` */
function traceOf(header: unknown): string | undefined {
  const [, trace = '', , flags] = typeof header === 'string' ? header.split('-') : [];
  return trace.length === 32 && flags !== undefined ? trace : undefined;
}
