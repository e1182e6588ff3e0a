import type { FastifyReply, FastifyRequest } from 'fastify';
import { KnownError } from '../kernel/index.ts';
import type { Family } from './families.ts';

/**
 * What an address is answered that no route takes: a known one says which methods it has, to OPTIONS as an answer and to
 * others as an error, as Werkzeug does for Dify.
 */
export function createUnknownRoute(families: readonly Family[]) {
  const routes = families.flatMap(({ routes }) => routes.map(({ definition }) => definition));
  const patterns = routes.map(({ method, url }) => ({ method, pattern: patternOf(url) }));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) throw new KnownError('not_found', { message: `There is no ${request.method} ${path}.` });
    reply.header('allow', allowed(methods).join(', '));
    if (request.method !== 'OPTIONS') throw new KnownError('method_not_allowed');
    await reply.code(200).send();
  };
}

function allowed(methods: readonly string[]): string[] {
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])];
}

/** The addresses of a route, with or without a slash at the end. */
function patternOf(url: string): RegExp {
  const path = url.replace(/\/$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replace('\\*', '.+')}/?$`);
}
