import { KnownError, type TenantId, type WorkflowRunId } from '../../../kernel/index.ts';
import type { Ground } from '../../access.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import {
  countRows,
  insertAllLayers,
  insertLayers,
  insertRow,
  updateRows,
  upsertRow,
} from '../../dialects/sqlite/statements.ts';
import { notePayloads, type PlacedBlob, storePayloads } from '../../payloads.ts';
import { recordChat } from '../chat/chat-recording.ts';
import { insertJob, tellOfJobs } from '../jobs/new-jobs.ts';
import type { NewWorkflowRun, NodeExecutionRecord, RunBatch, WorkflowRunPatch } from './run-batch.ts';
import { type RunIdentity, type RunOwner, runIdentity } from './run-owner.ts';
import { type PreparedBatch, prepareBatch } from './run-payloads.ts';

/** Batches of a run that still wait for their blobs: what follows must not overtake them. One per storage. */
export type PendingBatches = Map<WorkflowRunId, Promise<unknown>>;

export class RunRecording {
  readonly #ground: Ground;
  readonly #tenantId: TenantId;
  readonly #pending: PendingBatches;

  constructor(ground: Ground, tenantId: TenantId, pending: PendingBatches) {
    this.#ground = ground;
    this.#tenantId = tenantId;
    this.#pending = pending;
  }

  /** Resolves when the batch is durable. Batches of one run are applied in the order of these calls. */
  record(batch: RunBatch): Promise<void> {
    const prepared = prepareBatch(batch);
    const before = this.#pending.get(batch.runId);
    if (!before && prepared.large.length === 0) return this.#write(prepared, []);
    const work = this.#storeAndWrite(prepared, before);
    const settled = work.catch(() => {}); // the caller gets the error; who follows only needs the end
    this.#pending.set(batch.runId, settled);
    void settled.then(() => {
      if (this.#pending.get(batch.runId) === settled) this.#pending.delete(batch.runId);
    });
    return work;
  }

  async #storeAndWrite(prepared: PreparedBatch, before: Promise<unknown> | undefined): Promise<void> {
    const [placed] = await Promise.all([storePayloads(this.#ground, prepared.large), before]);
    await this.#write(prepared, placed);
  }

  async #write(prepared: PreparedBatch, placed: readonly PlacedBlob[]): Promise<void> {
    await this.#ground.access.record((connection) => this.#apply(connection, prepared, placed));
    if (prepared.batch.job) tellOfJobs(this.#ground);
  }

  #apply(connection: Connection, prepared: PreparedBatch, placed: readonly PlacedBlob[]): void {
    const { batch } = prepared;
    const { runId, events, forms = [], formPatches = [] } = batch;
    const now = this.#ground.clock.now();
    const run = batch.run ? this.#create(connection, prepared, batch.run, now) : this.#identify(connection, batch);
    const owner = this.#ownerOf(run, runId);
    if (batch.runPatch && !batch.run) this.#patchRun(connection, prepared, batch.runPatch);
    if (events) {
      const { sequence, count } = events;
      insertRow(connection, tables.runEvents, { runId, sequence, count, lines: prepared.lines, createdAt: now });
    }
    this.#writeNodes(connection, owner, prepared);
    for (const form of forms) {
      const { tenantId, appId } = owner;
      insertRow(connection, tables.humanInputForms, { ...form, tenantId, appId, workflowRunId: runId, createdAt: now });
    }
    for (const { id, ...patch } of formPatches) {
      updateRows(connection, tables.humanInputForms, { id, workflowRunId: runId }, patch);
    }
    if (batch.appLog) insertLayers(connection, tables.workflowAppLogs, [batch.appLog, owner, { createdAt: now }]);
    recordChat(connection, owner, batch, now);
    if (batch.job) insertJob(connection, this.#ground, batch.job, this.#tenantId);
    notePayloads(connection, runId, placed, now);
  }

  /** A run that is over by its first record needs one statement, not two. */
  #create(
    connection: Connection,
    { batch, run: columns }: PreparedBatch,
    run: NewWorkflowRun,
    now: number,
  ): RunIdentity {
    const tenantId = this.#tenantId;
    if (countRows(connection, tables.apps, { id: run.appId, tenantId }) === 0) throw new KnownError('app_not_found');
    const fixed = { id: batch.runId, tenantId };
    const layers = [fixed, columns as WorkflowRunPatch, batch.runPatch ?? {}, run, { createdAt: now }];
    insertLayers(connection, tables.workflowRuns, layers);
    const leaseOwner = batch.runPatch?.leaseOwner === undefined ? run.leaseOwner : batch.runPatch.leaseOwner;
    const { appId, workflowId, createdBy, createdByRole } = run;
    return { appId, workflowId, createdBy, createdByRole, leaseOwner: leaseOwner ?? null };
  }

  #identify(connection: Connection, { runId, leaseOwner }: RunBatch): RunIdentity {
    const run = runIdentity(connection, runId, this.#tenantId);
    if (!run) throw new KnownError('not_found', { message: `Run ${runId} does not exist` });
    if (leaseOwner !== undefined && run.leaseOwner !== leaseOwner) throw new KnownError('run_owned_elsewhere');
    return run;
  }

  #ownerOf({ appId, workflowId, createdBy, createdByRole }: RunIdentity, workflowRunId: WorkflowRunId): RunOwner {
    return { tenantId: this.#tenantId, appId, workflowId, workflowRunId, createdBy, createdByRole };
  }

  #patchRun(connection: Connection, { batch, run: columns }: PreparedBatch, patch: WorkflowRunPatch): void {
    updateRows(connection, tables.workflowRuns, { id: batch.runId }, { ...patch, ...columns } as WorkflowRunPatch);
  }

  /** A run's first batch knows none of its nodes yet; later ones may tell more of them. */
  #writeNodes(connection: Connection, owner: RunOwner, { batch, nodes: columns }: PreparedBatch): void {
    const { nodeExecutions: nodes = [] } = batch;
    if (nodes.length === 0) return;
    const table = tables.workflowNodeExecutions;
    const rows = nodes.map((node, at) => [columns[at] as Partial<NodeExecutionRecord>, node, owner]);
    if (batch.run) insertAllLayers(connection, table, rows);
    else {
      const options = { key: ['id'], keep: ['createdAt', ...Object.keys(owner)], owner: ['workflowRunId'] };
      for (const [column, node] of rows) {
        upsertRow(connection, table, { ...(node as NodeExecutionRecord), ...column, ...owner }, options);
      }
    }
  }
}
