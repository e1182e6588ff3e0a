import type { FastifyInstance } from 'fastify';
import type { Config } from '../platform/config/index.ts';

interface CorsRule {
  readonly prefix: string;
  readonly origins: 'any' | readonly string[];
  readonly hasCredentials: boolean;
  readonly headers: string;
}

const EXPOSED = 'X-Version, X-Env, X-Trace-Id';
const METHODS = 'GET, PUT, POST, DELETE, OPTIONS, PATCH';

/** Who may call from a browser, by family (spec/api.md 1). What is not listed gets no CORS headers at all. */
function rulesOf(config: Config): CorsRule[] {
  const app = 'Content-Type, X-App-Code, X-App-Passport';
  return [
    {
      prefix: '/console/api',
      origins: config.consoleCorsOrigins,
      hasCredentials: true,
      headers: `${app}, Authorization, X-CSRF-Token`,
    },
    {
      prefix: '/api',
      origins: config.webApiCorsOrigins,
      hasCredentials: true,
      headers: `${app}, Authorization, X-CSRF-Token`,
    },
    { prefix: '/v1', origins: 'any', hasCredentials: false, headers: `${app}, Authorization` },
    { prefix: '/files', origins: 'any', hasCredentials: false, headers: `${app}, X-CSRF-Token` },
  ];
}

/** Answers preflight requests and marks replies. A credentialed family never reflects an origin it was not told of. */
export function applyCors(server: FastifyInstance, config: Config): void {
  const rules = rulesOf(config);
  server.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (!origin) return done();
    const rule = rules.find(({ prefix }) => request.url === prefix || request.url.startsWith(`${prefix}/`));
    if (!rule || (rule.origins !== 'any' && !rule.origins.includes(origin))) return done();
    reply.header('access-control-allow-origin', rule.origins === 'any' ? '*' : origin).header('vary', 'Origin');
    reply.header('access-control-expose-headers', EXPOSED);
    if (rule.hasCredentials) reply.header('access-control-allow-credentials', 'true');
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return done();
    reply.header('access-control-allow-methods', METHODS).header('access-control-allow-headers', rule.headers);
    reply.code(204).send(); // answered: what would follow is not called
  });
}
