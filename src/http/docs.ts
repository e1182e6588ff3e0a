import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Instance } from '../instance/index.ts';
import { KnownError } from '../kernel/index.ts';
import { readAsset } from '../platform/assets/index.ts';
import { describeApi } from './openapi.ts';
import { anyone, type Route, route } from './route.ts';

export interface DescribedFamily {
  readonly prefix: string;
  readonly title: string;
  readonly routes: readonly Route[];
}

/** What the page consists of; nothing comes from elsewhere. */
const PARTS: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Scripts of our own only; the page styles its parts while it runs. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const tag = 'Documentation';

/** The description of a family, and a page to try it out; open to everybody. */
export function docsRoutes({ prefix, title, routes }: DescribedFamily): Route[] {
  const pages = ['docs', 'swagger-ui.html'].map((name) =>
    route({
      method: 'GET',
      url: `${prefix}/${name}`,
      summary: 'A page that shows what this API can do',
      tag,
      guard: anyone,
      handle: async ({ reply, instance }) => sendPart(instance, reply, 'text/html; charset=utf-8', page(prefix, title)),
    }),
  );
  return [
    ...pages,
    route({
      method: 'GET',
      url: `${prefix}/swagger.json`,
      summary: 'What this API can do, for programs (OpenAPI)',
      tag,
      guard: anyone,
      async handle({ instance }) {
        requireEnabled(instance);
        return describeApi(title, routes);
      },
    }),
    route({
      method: 'GET',
      url: `${prefix}/docs/:part`,
      summary: 'A part of that page',
      tag,
      guard: anyone,
      params: z.object({ part: z.string() }),
      async handle({ params: { part }, reply, instance }) {
        if (part === 'start.js') return sendPart(instance, reply, PARTS['swagger-ui-bundle.js'] ?? '', start(prefix));
        const type = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
        if (type === undefined) throw new KnownError('not_found');
        reply.header('cache-control', 'public, max-age=86400');
        await sendPart(instance, reply, type, readAsset(`swagger-ui/${part}`));
      },
    }),
  ];
}

async function sendPart(
  instance: Pick<Instance, 'config'>,
  reply: FastifyReply,
  type: string,
  content: string | Uint8Array,
): Promise<void> {
  requireEnabled(instance);
  reply.header('content-security-policy', POLICY).header('content-type', type);
  await reply.send(typeof content === 'string' ? content : Buffer.from(content));
}

function requireEnabled({ config }: Pick<Instance, 'config'>): void {
  if (!config.swaggerUiEnabled) throw new KnownError('not_found', { message: 'SWAGGER_UI_ENABLED is off.' });
}

const page = (prefix: string, title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="${prefix}/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="${prefix}/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${prefix}/docs/swagger-ui-bundle.js"></script>
    <script src="${prefix}/docs/start.js"></script>
  </body>
</html>
`;

const start = (prefix: string) => `SwaggerUIBundle({
  url: '${prefix}/swagger.json',
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  persistAuthorization: true,
  validatorUrl: null,
});
`;
