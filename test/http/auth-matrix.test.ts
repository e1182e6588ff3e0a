import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import type { Route } from '../../src/http/route.ts';
import { readAllRows } from './testing/all-rows.ts';
import { echo, greeting } from './testing/apps.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

/**
 * Who may call what. Every served route must have a row: either it is open to everybody, or the table of its kind of
 * key says what each wrong one is answered. A new route without a guard we know, or an open one not listed, fails.
 */

let served: Served;
let app: ServedApp;
let other: ServedApp;
let wrong: Readonly<Record<string, Record<string, string>>>;

/** Open on purpose. */
const OPEN = [
  'GET /health',
  'GET /v1/',
  'GET /api/passport', // asks for the code of a web app itself
  'POST /api/passport',
  'GET /api/system-features',
  'GET /console/api/system-features',
  'GET /console/api/setup',
  'GET /api/webapp/access-mode',
  'GET /api/webapp/permission', // of open web apps everybody has it
  'GET /api/login/status',
  'POST /api/logout',
  'GET /files/workspaces/:workspace_id/webapp-logo',
];
const DOCS = /^GET \/(v1|api|files)\/(docs(\/:part)?|swagger\.json|swagger-ui\.html)$/;

/** What a caller with the wrong key is answered, by the guard of the route. */
const REFUSALS: Readonly<Record<string, readonly number[]>> = {
  'app-token': [401],
  'dataset-token': [401],
  passport: [401],
  'signed-url': [400, 403, 404], // a link without a signature is a wrong request
  'form-token': [404],
  'upload-token': [401, 403],
};

const routes = families.flatMap(({ routes }) => routes.map((route) => [nameOf(route), route] as const));
const guarded = routes.filter(([, { definition }]) => definition.guard.name !== 'anyone');

beforeAll(async () => {
  served = await serve();
  [app, other] = [await served.importApp(greeting), await served.importApp(echo())];
  const dataset = await served.datasetKey();
  const passport = await served.instance.passports.issue(app.code);
  wrong = {
    'no key': {},
    'an empty key': { authorization: 'Bearer ' },
    'a key without a scheme': { authorization: app.key },
    'another scheme': { authorization: `Basic ${app.key}` },
    'an unknown key': { authorization: 'Bearer app-000000000000000000000000' },
    'a key cut short': { authorization: `Bearer ${app.key.slice(0, -1)}` },
    'a key of datasets': { authorization: `Bearer ${dataset}` },
    'a key of an app': { authorization: `Bearer ${app.key}` },
    'a passport': { 'x-app-code': app.code, 'x-app-passport': passport },
    'a passport of another app': { 'x-app-code': other.code, 'x-app-passport': passport },
    'a key as a passport': { 'x-app-code': app.code, 'x-app-passport': app.key },
    'a passport as a key': { authorization: `Bearer ${passport}` },
  };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

/** The kinds of key that a guard takes. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  'app-token': ['a key of an app'],
  'dataset-token': ['a key of datasets'],
  passport: ['a passport'],
  'signed-url': [],
  'form-token': [],
  'upload-token': [],
};

function nameOf({ definition }: Route): string {
  return `${definition.method} ${definition.url}`;
}

test('every route that is open to everybody is open on purpose', () => {
  const open = routes.filter(([, { definition }]) => definition.guard.name === 'anyone').map(([name]) => name);
  expect(open.filter((name) => !DOCS.test(name)).sort()).toEqual([...OPEN].sort());
  expect([...new Set(guarded.map(([, { definition }]) => definition.guard.name))].sort()).toEqual(
    Object.keys(REFUSALS).sort(),
  );
});

test.each(guarded)('%s is refused to everybody without its kind of key, with no effect', async (_name, route) => {
  const { method, guard } = route.definition;
  const before = readAllRows(served.database);
  const url = route.definition.url.replace(/:\w+|\*/g, '0198a5a0-0000-7000-8000-000000000000');
  for (const [what, headers] of Object.entries(wrong)) {
    if (RIGHT[guard.name]?.includes(what)) continue;
    const options: InjectOptions = { method, url, headers };
    if (method !== 'GET') options.payload = { inputs: { name: 'x' }, query: 'x', user: 'intruder', rating: 'like' };
    const { statusCode, body } = await served.server.inject(options);
    expect(REFUSALS[guard.name], `${what}: ${body}`).toContain(statusCode);
    expect(JSON.parse(body)).toMatchObject({ code: expect.any(String), status: statusCode });
    expect(body).not.toContain(app.key);
  }
  expect(readAllRows(served.database)).toEqual(before);
});
