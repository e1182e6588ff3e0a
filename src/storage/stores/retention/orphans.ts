import { and, eq, inArray, isNull, notExists, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { AppId, ConversationId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { forgetPayloads } from '../../payloads.ts';
import { deleteConversations } from '../chat/conversation-deletion.ts';
import { deleteInBatches, ROWS_AT_ONCE } from './batches.ts';
import { deleteRuns } from './old-runs.ts';

/** Keyed by app, and indexed by it. */
type TableOfApps = SQLiteTable & { readonly appId: SQLiteColumn; readonly id: SQLiteColumn };

/** Deletes what apps left behind that were deleted. */
export async function deleteOrphans(ground: Ground, signal?: AbortSignal): Promise<number> {
  let deleted = 0;
  for (const appId of await findOrphanedApps(ground, tables.workflowRuns)) {
    deleted += await deleteInBatches(ground, (it) => deleteRuns(it, findRuns(it, appId)), signal);
  }
  for (const appId of await findOrphanedApps(ground, tables.conversations)) {
    deleted += await deleteAllConversations(ground, appId, signal);
  }
  for (const appId of await findOrphanedApps(ground, tables.endUsers)) {
    deleted += await deleteInBatches(ground, (connection) => deleteEndUsers(connection, appId), signal);
  }
  return deleted + (await deleteInBatches(ground, deleteSteps, signal));
}

/** Apps that rows bear and that are gone, found by jumping through the index from one id to the next. */
function findOrphanedApps({ access }: Ground, table: TableOfApps): Promise<AppId[]> {
  const { appId } = table;
  const { apps } = tables;
  return access.read(({ db }) => {
    const found = db.all<{ id: AppId }>(sql`
      with recursive seen(id) as (
        select min(${appId}) from ${table}
        union all
        select (select min(${appId}) from ${table} where ${appId} > seen.id) from seen where seen.id is not null
      )
      select id from seen where id is not null and not exists (select 1 from ${apps} where ${apps.id} = seen.id)`);
    return found.map(({ id }) => id);
  });
}

function findRuns({ db }: Connection, appId: AppId): WorkflowRunId[] {
  const { workflowRuns: runs } = tables;
  const rows = db.select({ id: runs.id }).from(runs).where(eq(runs.appId, appId)).limit(ROWS_AT_ONCE).all();
  return rows.map(({ id }) => id);
}

async function deleteAllConversations({ access }: Ground, appId: AppId, signal?: AbortSignal): Promise<number> {
  for (let deleted = 0; ; ) {
    signal?.throwIfAborted();
    const ids = await access.read((connection) => findConversations(connection, appId));
    if (ids.length === 0) return deleted;
    deleted += (await access.write((it) => deleteConversations(it, appId, ids))) ?? 0;
  }
}

function findConversations({ db }: Connection, appId: AppId): ConversationId[] {
  const { conversations } = tables;
  const isOrphan = eq(conversations.appId, appId);
  const rows = db.select({ id: conversations.id }).from(conversations).where(isOrphan).limit(ROWS_AT_ONCE).all();
  return rows.map(({ id }) => id);
}

function deleteEndUsers({ db }: Connection, appId: AppId): number {
  const { endUsers } = tables;
  const some = db.select({ id: endUsers.id }).from(endUsers).where(eq(endUsers.appId, appId)).limit(ROWS_AT_ONCE);
  return db.delete(endUsers).where(inArray(endUsers.id, some)).run().changes;
}

/** Single steps of the studio belong to no run that could take them along. */
function deleteSteps(connection: Connection): number {
  const { workflowNodeExecutions: steps, apps } = tables;
  const hasNoApp = notExists(sql`(select 1 from ${apps} where ${eq(apps.id, steps.appId)})`);
  const found = connection.db
    .select({ id: steps.id })
    .from(steps)
    .where(and(isNull(steps.workflowRunId), hasNoApp))
    .limit(ROWS_AT_ONCE)
    .all();
  const ids = found.map(({ id }) => id);
  for (const id of ids) forgetPayloads(connection, id);
  return ids.length === 0 ? 0 : connection.db.delete(steps).where(inArray(steps.id, ids)).run().changes;
}
