import { afterAll, expect, test } from 'vitest';
import type { AppId, Caller, EndUserId, TenantId, WorkflowRunId } from '../../kernel/index.ts';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { openStorage } from '../../storage/index.ts';
import { findApp, listApps, listKeys, listMembers, listRuns, showRun } from '../index.ts';

const ids = createIdSource();
const storage = openStorage({ path: ':memory:', clock: systemClock, ids });
afterAll(() => storage.close());

const { id: tenantId } = await storage.system.tenants.create({ name: 'Ada' });
const stores = storage.tenant(tenantId as TenantId);
const app = await stores.apps.create({ name: 'shown', mode: 'chat' });

const as = (actor: Caller['actor']) => ({
  stores,
  caller: { tenantId, actor, invokeFrom: 'service-api' } satisfies Caller,
});
type Asked = ReturnType<typeof as>;

/** What shows the things of a whole workspace. */
const shown: Readonly<Record<string, (scope: Asked) => Promise<unknown>>> = {
  keys: (scope) => listKeys(scope, {}),
  apps: (scope) => listApps(scope, {}),
  'an app by its name': (scope) => findApp(scope, 'shown'),
  members: (scope) => listMembers(scope),
  runs: (scope) => listRuns(scope, { limit: 1 }),
};

const endUser = as({ kind: 'end-user', endUserId: ids.next() as EndUserId, appId: app.id as AppId, sessionId: 'eve' });
const commandLine = as({ kind: 'system', reason: 'test' });

test.each(Object.entries(shown))('%s are for members of the workspace, not for users of its apps', async (_, show) => {
  await expect(show(endUser)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(show(commandLine)).resolves.toBeDefined();
});

test('whether a run exists is not told to users of apps either', async () => {
  const runId = ids.next() as WorkflowRunId;
  await expect(showRun(endUser, { runId })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(showRun(commandLine, { runId })).rejects.toMatchObject({ code: 'not_found' });
});
