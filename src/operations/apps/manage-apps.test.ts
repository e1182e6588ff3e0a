import { expect, test } from 'vitest';
import { annotationCollection } from '../../chat/index.ts';
import type { Caller, TenantId } from '../../kernel/index.ts';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { openStorage } from '../../storage/index.ts';
import { deleteApp } from './manage-apps.ts';

test('an app that is deleted takes the index of its annotations along, and no other', async () => {
  const storage = openStorage({ path: ':memory:', clock: systemClock, ids: createIdSource() });
  const tenantId = (await storage.system.tenants.create({ name: 'Ada' })).id as TenantId;
  const stores = storage.tenant(tenantId);
  const caller: Caller = { tenantId, actor: { kind: 'system', reason: 'test' }, invokeFrom: 'service-api' };
  const gone = await stores.apps.create({ name: 'gone', mode: 'chat' });
  const kept = await stores.apps.create({ name: 'kept', mode: 'chat' });
  const vector = new Float32Array([1, 0]);
  for (const { id } of [gone, kept]) await stores.vectors.upsert(annotationCollection(id), [{ id: 'x', vector }]);
  await deleteApp({ stores, caller }, { appId: gone.id });
  expect(await stores.vectors.search(annotationCollection(gone.id), vector, 5)).toEqual([]);
  expect(await stores.vectors.search(annotationCollection(kept.id), vector, 5)).toHaveLength(1);
  await storage.close();
});

test('the annotations of an app that is deleted go in pieces, and others write in between', async () => {
  const storage = openStorage({ path: ':memory:', clock: systemClock, ids: createIdSource() });
  const tenantId = (await storage.system.tenants.create({ name: 'Ada' })).id as TenantId;
  const stores = storage.tenant(tenantId);
  const caller: Caller = { tenantId, actor: { kind: 'system', reason: 'test' }, invokeFrom: 'service-api' };
  const app = await stores.apps.create({ name: 'gone', mode: 'chat' });
  const { annotations, endUsers } = stores.ofApp(app);
  await Promise.all(Array.from({ length: 600 }, () => annotations.create({ question: 'q', content: 'a' })));
  let isDeleted = false;
  const deleting = deleteApp({ stores, caller }, { appId: app.id }).then(() => {
    isDeleted = true;
  });
  for (const sessionId of ['one', 'two']) await endUsers.findOrCreate({ type: 'service-api', sessionId });
  expect(isDeleted).toBe(false);
  await deleting;
  expect([await stores.apps.find(app.id), (await annotations.list()).total]).toEqual([undefined, 0]);
  await storage.close();
});
