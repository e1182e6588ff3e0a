import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KnownRoute, missingRoutes, neededRoutes } from './missing-routes.ts';
import { greeting } from './testing/apps.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

const needed = neededRoutes();

describe.skipIf(needed === undefined)('the routes that clients of apps need', () => {
  let served: Served;
  let app: ServedApp;
  let headers: Readonly<Record<string, Record<string, string>>>;
  beforeAll(async () => {
    served = await serve();
    app = await served.importApp(greeting);
    const passport = await served.instance.passports.issue(app.code);
    headers = {
      'api-key app': { authorization: `Bearer ${app.key}` },
      'passport jwt': { 'x-app-code': app.code, 'x-app-passport': passport },
      'signed url': {},
    };
  });
  afterAll(async () => {
    expect(served.errors).toEqual([]);
    await served.close();
  });

  test('are served, all of them', () => {
    expect(missingRoutes()).toEqual([]);
  });

  const withIds = (needed ?? []).filter(({ uuid_params: ids = [] }) => ids.length > 0);
  test.each(withIds.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s finds nothing at ids that are none',
    async (_name, { method, path, auth }: KnownRoute) => {
      const url = path.replace('{action}', 'enable').replace(/\{\w+\}/g, 'nothing');
      const options: InjectOptions = { method: method as 'GET', url, headers: headers[auth] ?? {} };
      const reply = await served.server.inject({ ...options, ...(method !== 'GET' && { payload: {} }) });
      const isSigned = auth === 'signed url'; // what is wrong with a link is told first
      expect([isSigned ? 403 : 404, 404], reply.body).toContain(reply.statusCode);
      if (!isSigned) expect(reply.json()).toMatchObject({ code: 'not_found', status: 404 });
    },
  );
});
