import { setImmediate } from 'node:timers/promises';
import { and, asc, count, eq, gt, gte, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import {
  type AppId,
  type JsonValue,
  parseJson,
  printJson,
  type TaskId,
  type TenantId,
  type WorkflowRunId,
} from '../../../kernel/index.ts';
import { found, type Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { listRows } from '../../dialects/sqlite/listing.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { findRow } from '../../dialects/sqlite/statements.ts';
import { type KeysetPage, OwnedRows } from '../../owned-rows.ts';
import { notePayloads, placedBlobs, readText, restorePayloads, storePayloads } from '../../payloads.ts';
import type { NodeExecution, WorkflowRun } from '../../rows.ts';
import { isUnfinished } from '../../tables/runs.ts';
import type { CreatorRole, RunStatus } from '../../tables/words.ts';
import type { RecordedEvents, RunBatch } from './run-batch.ts';
import { DEFINITION_PLACE, eventsPlace, nodePlaces, runPlaces } from './run-payloads.ts';
import { type PendingBatches, RunRecording } from './run-recording.ts';

export interface RunFilter {
  readonly appId?: AppId;
  readonly status?: RunStatus;
  readonly triggeredFrom?: string;
  readonly createdBy?: string;
  readonly createdByRole?: CreatorRole;
  /** Instants, both included. */
  readonly from?: number;
  readonly to?: number;
}

export interface Lease {
  readonly owner: string;
  readonly expiresAt: number;
}

const EVENT_ROWS_AT_ONCE = 500;

export class RunStore {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #rows: OwnedRows<typeof tables.workflowRuns, { tenantId: TenantId }>;
  readonly #recording: RunRecording;

  constructor(ground: Ground, tenantId: TenantId, pending: PendingBatches) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#rows = new OwnedRows(ground, tables.workflowRuns, { tenantId });
    this.#recording = new RunRecording(ground, tenantId, pending);
  }

  /** Makes one batch of a run durable, beginning with the run itself; see `RunBatch`. */
  record(batch: RunBatch): Promise<void> {
    return this.#recording.record(batch);
  }

  /** With inputs and outputs in full. */
  async find(id: WorkflowRunId): Promise<WorkflowRun | undefined> {
    const [run, places] = await this.#ground.access.read((connection) => {
      const row = this.#findRow(connection, id);
      return [row, row ? placedBlobs(connection, id) : new Map<string, string>()] as const;
    });
    return run && restorePayloads(this.#ground, run, places, runPlaces);
  }

  async get(id: WorkflowRunId): Promise<WorkflowRun> {
    return found(await this.find(id), 'Run', id);
  }

  /** The unfinished run behind a task id. */
  findByTask(taskId: TaskId): Promise<WorkflowRun | undefined> {
    const filter = isUnfinished(tables.workflowRuns.status);
    const order = { orderBy: 'createdAt', direction: 'descending', filter, limit: 1 } as const;
    return this.#rows.list({ taskId }, order).then(([run]) => run);
  }

  /** Newest first; inputs and outputs that are large are null here. */
  list(
    filter: RunFilter,
    page: { readonly after?: WorkflowRun | undefined; readonly limit?: number } = {},
  ): Promise<KeysetPage<WorkflowRun>> {
    const order = { orderBy: 'createdAt', direction: 'descending', filter: conditionOf(filter) } as const;
    return this.#rows.listAfter({}, order, page);
  }

  count(filter: RunFilter): Promise<number> {
    return this.#rows.count({}, conditionOf(filter));
  }

  /** How many runs of an app other processes than `owner` are executing now. */
  countElsewhere(appId: AppId, owner: string): Promise<number> {
    const { workflowRuns: runs } = tables;
    const isBelieved = gt(runs.leaseExpiresAt, this.#ground.clock.now());
    // by the index of the unfinished ones: an app may have any number of others
    const isOfApp = and(sql`+${runs.appId} = ${appId}`, eq(runs.tenantId, this.#tenantId));
    const isElsewhere = and(isUnfinished(runs.status), isBelieved, ne(runs.leaseOwner, owner), isOfApp);
    return this.#ground.access.read(({ db }) => {
      const [row] = db.select({ number: count() }).from(runs).where(isElsewhere).all();
      return row?.number ?? 0;
    });
  }

  /** Keeps the definition of a run that no published version holds. */
  async saveDefinition(id: WorkflowRunId, definition: JsonValue): Promise<void> {
    const placed = await storePayloads(this.#ground, [{ place: DEFINITION_PLACE, text: printJson(definition) }]);
    await this.#ground.access.write((connection) => {
      found(this.#findRow(connection, id), 'Run', id);
      notePayloads(connection, id, placed, this.#ground.clock.now());
    });
  }

  async findDefinition(id: WorkflowRunId): Promise<JsonValue | undefined> {
    const hash = await this.#ground.access.read((connection) =>
      this.#findRow(connection, id) ? placedBlobs(connection, id).get(DEFINITION_PLACE) : undefined,
    );
    return hash === undefined ? undefined : parseJson(await readText(this.#ground, hash));
  }

  /** The batches that hold recorded events after a number, in order; as many rows at once as memory can take. */
  async *listEvents(id: WorkflowRunId, after = 0): AsyncGenerator<RecordedEvents> {
    for (let last = after; ; ) {
      const { rows, places } = await this.#readEvents(id, last);
      for (const { sequence, count, lines } of rows) {
        const text = lines ?? (await readText(this.#ground, places.get(eventsPlace(sequence)) ?? ''));
        yield { sequence, count, text };
        last = sequence + count - 1;
      }
      if (rows.length < EVENT_ROWS_AT_ONCE) return;
      await setImmediate(); // reading alone would leave nobody else a turn
    }
  }

  /** The number of the last recorded event; 0 when there is none. */
  async findLastSequence(id: WorkflowRunId): Promise<number> {
    const { runEvents: events } = tables;
    return this.#ground.access.read((connection) => {
      if (!this.#findRow(connection, id)) return 0;
      const last = sql<number>`coalesce(max(${events.sequence} + ${events.count} - 1), 0)`;
      return connection.db.select({ last }).from(events).where(eq(events.runId, id)).get()?.last ?? 0;
    });
  }

  /** In the order in which they started, with all values in full. */
  async listNodeExecutions(id: WorkflowRunId): Promise<NodeExecution[]> {
    const [rows, places] = await this.#ground.access.read((connection) => {
      const where = { tenantId: this.#tenantId, workflowRunId: id };
      const rows = listRows(connection, tables.workflowNodeExecutions, {
        where,
        orderBy: 'index',
        direction: 'ascending',
      });
      return [rows, placedBlobs(connection, rows.length > 0 ? id : '')] as const;
    });
    return Promise.all(rows.map((row) => restorePayloads(this.#ground, row, places, nodePlaces(row.id))));
  }

  /**
   * Takes the right to execute a run that nobody executes, and that still stands as the claimer believes. One of several
   * who try succeeds, also when they are of one process.
   */
  async claim(id: WorkflowRunId, lease: Lease, from: 'paused' | 'running' | 'any' = 'any'): Promise<boolean> {
    const { workflowRuns: runs } = tables;
    const isSilent = or(isNull(runs.leaseExpiresAt), lt(runs.leaseExpiresAt, this.#ground.clock.now()));
    const stands =
      from === 'any' ? undefined : from === 'paused' ? eq(runs.status, 'paused') : ne(runs.status, 'paused');
    const isFree = and(isSilent, stands);
    return this.#ground.access.write((connection) => {
      const claimed = connection.db
        .update(runs)
        .set({ leaseOwner: lease.owner, leaseExpiresAt: lease.expiresAt })
        .where(and(eq(runs.id, id), eq(runs.tenantId, this.#tenantId), isUnfinished(runs.status), isFree))
        .run();
      return claimed.changes > 0;
    });
  }

  /** Gives a lease back, for a run that pauses or has ended. */
  async release(id: WorkflowRunId, owner: string): Promise<void> {
    await this.#rows.update({ id, leaseOwner: owner }, { leaseOwner: null, leaseExpiresAt: null });
  }

  /** Tells whichever process executes the run to stop it. */
  async requestStop(id: WorkflowRunId): Promise<boolean> {
    return (await this.#rows.update({ id }, { stopRequestedAt: this.#ground.clock.now() })) > 0;
  }

  #findRow(connection: Connection, id: WorkflowRunId): WorkflowRun | undefined {
    return findRow(connection, tables.workflowRuns, { id, tenantId: this.#tenantId });
  }

  #readEvents(id: WorkflowRunId, after: number) {
    const { runEvents: events } = tables;
    return this.#ground.access.read((connection) => {
      if (!this.#findRow(connection, id)) return { rows: [], places: new Map<string, string>() };
      const rows = connection.db
        .select()
        .from(events)
        .where(and(eq(events.runId, id), gt(sql`${events.sequence} + ${events.count} - 1`, after)))
        .orderBy(asc(events.sequence))
        .limit(EVENT_ROWS_AT_ONCE)
        .all();
      const isOffloaded = rows.some(({ lines }) => lines === null);
      return { rows, places: isOffloaded ? placedBlobs(connection, id) : new Map<string, string>() };
    });
  }
}

function conditionOf(filter: RunFilter): SQL | undefined {
  const { workflowRuns: runs } = tables;
  return and(
    filter.appId && eq(runs.appId, filter.appId),
    filter.status && eq(runs.status, filter.status),
    filter.triggeredFrom ? eq(runs.triggeredFrom, filter.triggeredFrom) : undefined,
    filter.createdBy ? eq(runs.createdBy, filter.createdBy) : undefined,
    filter.createdByRole && eq(runs.createdByRole, filter.createdByRole),
    filter.from === undefined ? undefined : gte(runs.createdAt, filter.from),
    filter.to === undefined ? undefined : lte(runs.createdAt, filter.to),
  );
}
