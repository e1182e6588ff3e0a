import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import type { JsonObject, TenantId } from '../../src/kernel/index.ts';
import { openConnection } from '../../src/storage/dialects/sqlite/connection.ts';
import { approval } from './contract/apps.ts';
import { readAllRows } from './testing/all-rows.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/**
 * Right keys of what is closed: the service of an app is switched off, the app is out of order or gone, the workspace is
 * archived, the key is withdrawn. Every route that takes the key refuses it, and does nothing.
 */

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

/** Changes rows as another process would. */
function change(sql: string, { app, tenantId }: Door): void {
  const connection = openConnection({ path: served.database });
  connection.raw.prepare(sql).run({ app: app.id, workspace: tenantId });
  connection.close();
}

interface Door {
  readonly app: ServedApp;
  /** What its holder shows, by the guard of a route. */
  readonly keys: Readonly<Record<string, Record<string, string>>>;
  readonly formToken: string;
  readonly tenantId: TenantId;
}

/** A workspace of its own with one app, and everything that opens it. */
async function build(): Promise<Door> {
  const workspace = await served.addWorkspace();
  const app = await workspace.importApp(approval('workflow'));
  const body: JsonObject = { inputs: { name: 'Ada' }, user: 'ada', response_mode: 'streaming' };
  const { text } = await calling(served.server, app.key)('POST', '/v1/workflows/run', body);
  const asked = eventsIn(text).find(({ event }) => event === 'human_input_required');
  const { form_token: formToken = '' } = (asked?.['data'] ?? {}) as { readonly form_token?: string };
  const passport = await served.instance.passports.issue(app.code);
  const keys = {
    'app-token': { authorization: `Bearer ${app.key}` },
    'dataset-token': { authorization: `Bearer ${await workspace.datasetKey()}` },
    passport: { 'x-app-code': app.code, 'x-app-passport': passport },
    'form-token': {},
    'upload-token': { authorization: `Bearer hitl_upload_${formToken}` },
  };
  return { app, keys, formToken, tenantId: workspace.tenantId };
}

const APP = "UPDATE apps SET status = 'archived' WHERE id = :app";
const ARCHIVE = "UPDATE tenants SET status = 'archive' WHERE id = :workspace";
const OFF = 'UPDATE apps SET enable_api = 0 WHERE id = :app';
const SITE_OFF = 'UPDATE apps SET enable_site = 0 WHERE id = :app';
const SITE_BROKEN = "UPDATE sites SET status = 'disable' WHERE app_id = :app";
const NO_KEY = 'DELETE FROM api_tokens WHERE app_id = :app';
const NO_KEYS = 'DELETE FROM api_tokens WHERE tenant_id = :workspace';
const NO_VISITOR = "DELETE FROM end_users WHERE app_id = :app AND type = 'browser'";
const GONE = async ({ app, tenantId }: Door) => {
  await served.instance.enterWorkspace(tenantId).stores.apps.delete(app.id);
};

/** `close` is done to the rows of the app, or of the workspace. */
type Closing = readonly [what: string, close: string | typeof GONE, status: number, code: string];

/** What is answered, by the guard of a route. */
const CLOSINGS: Readonly<Record<string, readonly Closing[]>> = {
  'app-token': [
    ['the service is switched off', OFF, 403, 'forbidden'],
    ['the app is out of order', APP, 403, 'forbidden'],
    ['the workspace is archived', ARCHIVE, 403, 'forbidden'],
    ['the key is withdrawn', NO_KEY, 401, 'unauthorized'],
    ['the app is gone', GONE, 401, 'unauthorized'],
  ],
  'dataset-token': [
    ['the workspace is archived', ARCHIVE, 403, 'forbidden'],
    ['the key is withdrawn', NO_KEYS, 401, 'unauthorized'],
  ],
  passport: [
    ['the site is switched off', SITE_OFF, 400, 'bad_request'],
    ['the site is disabled', SITE_BROKEN, 400, 'bad_request'],
    ['the app is out of order', APP, 400, 'bad_request'],
    ['the workspace is archived', ARCHIVE, 403, 'forbidden'],
    ['the visitor is forgotten', NO_VISITOR, 401, 'unauthorized'],
    ['the app is gone', GONE, 400, 'bad_request'],
  ],
  'form-token': [
    ['the workspace is archived', ARCHIVE, 403, 'forbidden'],
    ['the app is gone', GONE, 404, 'not_found'],
  ],
  'upload-token': [
    ['the workspace is archived', ARCHIVE, 403, 'forbidden'],
    ['the app is gone', GONE, 403, 'invalid_upload_token'],
  ],
};

const routes = families
  .flatMap(({ routes }) => routes)
  .map(({ definition }) => definition)
  .filter(({ guard }) => guard.name !== 'anyone' && guard.name !== 'signed-url'); // these know no app and no workspace

const rows = Object.entries(CLOSINGS).flatMap(([guard, closings]) =>
  closings.map((closing) => [`${guard}: ${closing[0]}`, guard, closing] as const),
);

test.each(rows)('%s', async (_name, guard, [, close, status, code]) => {
  const door = await build();
  if (typeof close === 'string') change(close, door);
  else await close(door);
  const before = readAllRows(served.database);
  const asked = routes.filter((route) => route.guard.name === guard);
  for (const { method, url } of asked) {
    const target = url.replace(':form_token', door.formToken).replace(/:\w+|\*/g, crypto.randomUUID());
    const payload = { inputs: { name: 'x', note: 'x' }, query: 'x', user: 'ada', action: 'approve' };
    const headers = door.keys[guard] ?? {};
    const reply = await served.server.inject({ method, url: target, headers, ...(method !== 'GET' && { payload }) });
    expect([reply.statusCode, reply.json().code], `${method} ${url}: ${reply.body}`).toEqual([status, code]);
  }
  expect(asked.length).toBeGreaterThan(0);
  expect(readAllRows(served.database)).toEqual(before);
});

test('every guard that knows a workspace has its ways to be closed', () => {
  expect([...new Set(routes.map(({ guard }) => guard.name))].sort()).toEqual(Object.keys(CLOSINGS).sort());
});
