import { and, eq, inArray, lt, notExists, sql } from 'drizzle-orm';
import type { WorkflowId, WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { OwnedRows } from '../../owned-rows.ts';
import { forgetPayloads } from '../../payloads.ts';
import { isUnfinished } from '../../tables/runs.ts';
import { ROWS_AT_ONCE } from './batches.ts';

export interface RunDeletion {
  /** Runs that began before this instant. */
  readonly before: number;
  /** Runs per commit. */
  readonly batchSize?: number;
  /** Only runs of these; of all when empty. */
  readonly workflowIds?: readonly WorkflowId[];
}

export async function deleteOldRuns(
  ground: Ground,
  { before, batchSize = ROWS_AT_ONCE, workflowIds = [] }: RunDeletion,
  signal?: AbortSignal,
): Promise<number> {
  const { workflowRuns: runs } = tables;
  const isOfThese = workflowIds.length > 0 ? inArray(runs.workflowId, [...workflowIds]) : undefined;
  const condition = sql`${and(sql`not ${isUnfinished(runs.status)}`, isOfThese)}`;
  const order = {
    orderBy: 'createdAt',
    direction: 'ascending',
    filter: lt(runs.createdAt, before),
    condition,
  } as const;
  const old: WorkflowRunId[] = [];
  let deleted = 0;
  for await (const id of new OwnedRows(ground, runs, {}).scan({}, order, signal)) {
    old.push(id as WorkflowRunId); // of the table of runs
    if (old.length === batchSize) deleted += await deleteTogether(ground, old.splice(0));
  }
  return deleted + (await deleteTogether(ground, old));
}

async function deleteTogether({ access }: Ground, ids: readonly WorkflowRunId[]): Promise<number> {
  if (ids.length === 0) return 0;
  return access.write((connection) => {
    deleteMessages(connection, ids);
    return deleteRuns(connection, ids);
  });
}

/** Runs with what belongs to them alone. */
export function deleteRuns(connection: Connection, ids: readonly WorkflowRunId[]): number {
  if (ids.length === 0) return 0;
  for (const id of ids) forgetPayloads(connection, id);
  const { workflowRuns: runs } = tables;
  return connection.db
    .delete(runs)
    .where(inArray(runs.id, [...ids]))
    .run().changes;
}

/** Chats without a workflow of their own keep their messages: in Dify they have no runs that could be old. */
function deleteMessages({ db }: Connection, runIds: readonly WorkflowRunId[]): void {
  const { messages, apps, conversations, annotationHits } = tables;
  const isOfChatflow = sql`exists (select 1 from ${apps} where ${and(eq(apps.id, messages.appId), eq(apps.mode, 'advanced-chat'))})`;
  const rows = db
    .select({ id: messages.id, conversationId: messages.conversationId })
    .from(messages)
    .where(and(inArray(messages.workflowRunId, [...runIds]), isOfChatflow))
    .all();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  db.delete(annotationHits).where(inArray(annotationHits.messageId, ids)).run();
  db.delete(messages).where(inArray(messages.id, ids)).run();
  const emptied = [...new Set(rows.map(({ conversationId }) => conversationId))];
  const isEmpty = notExists(sql`(select 1 from ${messages} where ${eq(messages.conversationId, conversations.id)})`);
  db.delete(conversations)
    .where(and(inArray(conversations.id, emptied), isEmpty))
    .run();
}
