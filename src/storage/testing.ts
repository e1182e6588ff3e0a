import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppId, Clock, TenantId, WorkflowId, WorkflowRunId } from '../kernel/index.ts';
import { createIdSource, systemClock } from '../platform/clock/index.ts';
import type { App } from './rows.ts';
import { openStorage, type Storage } from './storage.ts';
import type { NewWorkflowRun } from './stores/runs/run-batch.ts';
import type { TenantStores } from './tenant-stores.ts';

/** What the tests of this room share: a storage in a folder of its own, and rows to begin with. */

export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

/** Real time, which a test may push forward. */
export function movableClock(): TestClock {
  let ahead = 0;
  return {
    ...systemClock,
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}

export const testIds = createIdSource();

export interface TestFolder {
  readonly path: string;
  open(clock?: Clock): Storage;
  [Symbol.dispose](): void;
}

export function testFolder(): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'dify-storage-'));
  const path = join(folder, 'dify.db');
  return {
    path,
    open: (clock = systemClock) => openStorage({ path, clock, ids: testIds }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function openInMemory(clock: Clock = systemClock): Storage {
  return openStorage({ path: ':memory:', clock, ids: testIds });
}

export async function createTenant(storage: Storage): Promise<TenantStores> {
  const tenant = await storage.system.tenants.create({ name: 'Ada Workspace' });
  return storage.tenant(tenant.id as TenantId);
}

export function createApp(stores: TenantStores, mode: App['mode'] = 'workflow'): Promise<App> {
  return stores.apps.create({ name: 'Echo', mode });
}

export const newRunId = () => testIds.next() as WorkflowRunId;

export function newRun(appId: AppId): NewWorkflowRun {
  return {
    appId,
    workflowId: testIds.next() as WorkflowId,
    type: 'workflow',
    triggeredFrom: 'app-run',
    version: '1',
    status: 'running',
    createdBy: 'somebody',
    createdByRole: 'end_user',
  };
}
