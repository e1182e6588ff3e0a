/** One of several processes that write to the same database; see processes.test.ts. */
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage } from '../../src/storage/index.ts';

const [path = '', index = '', writes = ''] = process.argv.slice(2);
const storage = openStorage({ path, clock: systemClock, ids: createIdSource() });

const tenantId = await storage.system.transaction(async ({ tenants }) => {
  const [known] = await tenants.list();
  return (known ?? (await tenants.create({ name: 'shared' }))).id;
});
const stores = storage.tenant(tenantId);
const counterId = await stores.transaction(async ({ apps }) => {
  const known = (await apps.list({ name: 'counter' })).items[0];
  return (known ?? (await apps.create({ name: 'counter', mode: 'chat', maxActiveRequests: 0 }))).id;
});

for (let write = 0; write < Number(writes); write++) {
  await Promise.all([
    stores.transaction(async ({ apps }) => {
      const { maxActiveRequests } = await apps.get(counterId);
      await apps.update(counterId, { maxActiveRequests: (maxActiveRequests ?? 0) + 1 });
    }),
    stores.apps.create({ name: `own ${index} ${write}`, mode: 'chat' }),
  ]);
}
await storage.close();
