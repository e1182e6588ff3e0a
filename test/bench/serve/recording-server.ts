import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { createIdSource, systemClock } from '../../../src/platform/clock/index.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { recordedRun } from '../recorded-run.ts';

/**
 * The bare route again, which here answers when a run of three nodes is on disk (six rows). It runs nothing and checks
 * nobody: what a server of runs costs beyond this is its keys, its checks, its engine and its answer.
 */
const folder = mkdtempSync(join(tmpdir(), 'dify-bench-'));
const ids = createIdSource();
const storage = openStorage({ path: join(folder, 'dify.db'), clock: systemClock, ids });
const { id: tenantId } = await storage.system.tenants.create({ name: 'Bench' });
const stores = storage.tenant(tenantId);
const { id: appId } = await stores.apps.create({ name: 'Bench', mode: 'workflow' });

const server = Fastify();
server.post('/', async (request) => {
  const appLog = { id: ids.next(), createdFrom: 'service-api' as const };
  await stores.runs.record({ ...recordedRun(appId, ids), appLog });
  return { ok: true, echo: request.body };
});
process.once('SIGTERM', async () => {
  await server.close();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});
await server.listen({ host: '127.0.0.1', port: 0 });
console.log(`recording listens on http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
