import { and, eq, sql } from 'drizzle-orm';
import {
  type AppId,
  type ConversationId,
  type JsonValue,
  KnownError,
  type MessageId,
  type NodeExecutionId,
  printJson,
  type TenantId,
  type WorkflowRunId,
} from '../../kernel/index.ts';
import type { Ground } from '../access.ts';
import type { Connection } from '../dialects/sqlite/connection.ts';
import { tables } from '../dialects/sqlite/schema.ts';
import {
  countRows,
  insertAllLayers,
  insertLayers,
  insertRow,
  insertRowIfAbsent,
  updateRows,
  upsertRow,
} from '../dialects/sqlite/statements.ts';
import {
  type Column,
  INLINE_LIMIT,
  type LargePayload,
  notePayloads,
  type PlacedBlob,
  storePayloads,
  toColumn,
} from '../payloads.ts';
import type { Conversation, Message, NewRow, Row, WorkflowRun } from '../rows.ts';
import { mayName } from './message-uploads.ts';
import { insertJob, type NewJob, tellOfJobs } from './new-jobs.ts';

/** Events that are recorded together. */
export interface RecordedEvents {
  /** Number of the first in the run; numbers follow one another without gaps, from batch to batch. */
  readonly sequence: number;
  readonly count: number;
  /** All of them, as the engine writes and reads them. */
  readonly text: string;
}

export type NewWorkflowRun = Omit<NewRow<'workflowRuns'>, 'id' | 'tenantId' | 'createdAt'> & {
  readonly createdAt?: number;
};
export type WorkflowRunPatch = Partial<
  Omit<WorkflowRun, 'id' | 'tenantId' | 'appId' | 'workflowId' | 'createdBy' | 'createdByRole' | 'createdAt'>
>;

type OfRun = 'tenantId' | 'appId' | 'workflowId' | 'workflowRunId' | 'createdBy' | 'createdByRole';
/** The whole record of a node as it is now; its run fills in the rest. */
export type NodeExecutionRecord = Omit<NewRow<'workflowNodeExecutions'>, OfRun>;

export type ThoughtRecord = Omit<NewRow<'messageAgentThoughts'>, 'appId' | 'createdAt' | 'createdBy' | 'createdByRole'>;
export type FormRecord = Omit<
  NewRow<'humanInputForms'>,
  'tenantId' | 'appId' | 'workflowRunId' | 'createdAt' | 'status'
>;
export type FormPatch = { readonly id: string } & Pick<
  Row<'humanInputForms'>,
  'status' | 'selectedActionId' | 'submittedData' | 'submittedAt'
>;

export type AppLogRecord = Pick<NewRow<'workflowAppLogs'>, 'id' | 'createdFrom'>;
export type ConversationVariableRecord = Pick<
  NewRow<'conversationVariables'>,
  'variableId' | 'name' | 'valueType' | 'value' | 'description'
>;
export type MessagePatch = Partial<Omit<Message, 'id' | 'appId' | 'conversationId' | 'createdAt'>>;
export type NewMessage = Omit<NewRow<'messages'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type MessageFileRecord = Pick<
  NewRow<'messageFiles'>,
  'id' | 'messageId' | 'type' | 'transferMethod' | 'url' | 'uploadFileId' | 'belongsTo'
> & {
  /** True when the app's own definition names the upload. */
  readonly isConfigured?: boolean;
};
export type NewConversation = Omit<NewRow<'conversations'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type ConversationPatch = Partial<Omit<Conversation, 'id' | 'appId' | 'createdAt'>>;

/** Everything that becomes durable together: a node's record, its events, its writes. */
export interface RunBatch {
  readonly runId: WorkflowRunId;
  /** The process that holds the run's lease. When another took it over, the batch is refused. */
  readonly leaseOwner?: string | undefined;
  /** With the first batch of a run. */
  readonly run?: NewWorkflowRun | undefined;
  /** What is run, where no published version holds it: a run that needs it is never seen without it. */
  readonly definition?: JsonValue | undefined;
  readonly runPatch?: WorkflowRunPatch | undefined;
  readonly events?: RecordedEvents | undefined;
  readonly nodeExecutions?: readonly NodeExecutionRecord[] | undefined;
  /** Thoughts of an agent as they are now. */
  readonly agentThoughts?: readonly ThoughtRecord[] | undefined;
  /** Forms that people are asked to fill in from now on. */
  readonly forms?: readonly FormRecord[] | undefined;
  /** Forms that are over, and how. */
  readonly formPatches?: readonly FormPatch[] | undefined;
  readonly appLog?: AppLogRecord | undefined;
  /** What is to be done now that this is recorded. */
  readonly job?: NewJob | undefined;
  readonly conversation?: NewConversation | undefined;
  readonly conversationPatch?: (ConversationPatch & { readonly id: ConversationId }) | undefined;
  readonly conversationVariables?:
    | { readonly conversationId: ConversationId; readonly variables: readonly ConversationVariableRecord[] }
    | undefined;
  readonly message?: NewMessage | undefined;
  /** Of a message of the same app. A file that it may not name is left out (`message-uploads.ts`). */
  readonly messageFiles?: readonly MessageFileRecord[] | undefined;
  readonly messagePatch?: (MessagePatch & { readonly id: MessageId }) | undefined;
}

/** The places of a run's large payloads. */
export const runPlaces = { inputs: 'run:inputs', outputs: 'run:outputs' } as const;
export const DEFINITION_PLACE = 'run:definition';
export const eventsPlace = (sequence: number) => `events:${sequence}`;
export const nodePlaces = (id: NodeExecutionId) =>
  ({ inputs: `node:${id}:inputs`, processData: `node:${id}:process_data`, outputs: `node:${id}:outputs` }) as const;

/** Batches of a run that still wait for their blobs: what follows must not overtake them. One per storage. */
export type PendingBatches = Map<WorkflowRunId, Promise<unknown>>;

/** A run as far as its batches need it. */
interface RunIdentity {
  readonly appId: WorkflowRun['appId'];
  readonly workflowId: WorkflowRun['workflowId'];
  readonly createdBy: string;
  readonly createdByRole: WorkflowRun['createdByRole'];
  readonly leaseOwner: string | null;
}

/** What a run and its creator put into every row that belongs to it. */
interface Owner extends Omit<RunIdentity, 'leaseOwner'> {
  readonly tenantId: TenantId;
  readonly workflowRunId: WorkflowRunId;
}

/** A batch, and those of its values that may be large, as their columns take them. */
interface PreparedBatch {
  readonly batch: RunBatch;
  readonly run: Columns<'inputs' | 'outputs'> | undefined;
  readonly nodes: readonly Columns<'inputs' | 'processData' | 'outputs'>[];
  readonly lines: string | null;
  readonly large: readonly LargePayload[];
}

/** Printed text, which a JSON column takes, too. */
type Columns<Key extends string> = { readonly [Name in Key]: Column } & object;

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
    const prepared = prepare(batch);
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
    this.#applyChat(connection, run, batch, now);
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

  #ownerOf({ appId, workflowId, createdBy, createdByRole }: RunIdentity, workflowRunId: WorkflowRunId): Owner {
    return { tenantId: this.#tenantId, appId, workflowId, workflowRunId, createdBy, createdByRole };
  }

  #patchRun(connection: Connection, { batch, run: columns }: PreparedBatch, patch: WorkflowRunPatch): void {
    updateRows(connection, tables.workflowRuns, { id: batch.runId }, { ...patch, ...columns } as WorkflowRunPatch);
  }

  /** A run's first batch knows none of its nodes yet; later ones may tell more of them. */
  #writeNodes(connection: Connection, owner: Owner, { batch, nodes: columns }: PreparedBatch): void {
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

  /**
   * What a run of a chat app writes into its conversation; all of it in the run's own app. People may delete a
   * conversation while it is answered in: what it would have held is left out, and the run goes on.
   */
  #applyChat(connection: Connection, run: RunIdentity, batch: RunBatch, now: number): void {
    const { appId } = run;
    const { conversation, conversationPatch, conversationVariables, message, messagePatch } = batch;
    const stamps = { createdAt: now, updatedAt: now };
    if (conversation) insertRow(connection, tables.conversations, { ...conversation, ...stamps, appId });
    if (conversationPatch) {
      const { id, ...patch } = conversationPatch;
      updateRows(connection, tables.conversations, { id, appId }, { updatedAt: now, ...patch });
    }
    if (conversationVariables && hasConversation(connection, conversationVariables.conversationId, appId))
      writeVariables(connection, { ...conversationVariables, appId, now });
    if (message) {
      requireConversation(connection, message.conversationId, appId);
      insertRow(connection, tables.messages, { ...message, ...stamps, appId });
    }
    for (const file of batch.messageFiles ?? []) this.#insertMessageFile(connection, run, file, now);
    if (messagePatch) {
      const { id, ...patch } = messagePatch;
      updateRows(connection, tables.messages, { id, appId }, { updatedAt: now, ...patch });
    }
    for (const thought of batch.agentThoughts ?? []) this.#writeThought(connection, run, thought, now);
  }

  #writeThought(connection: Connection, run: RunIdentity, thought: ThoughtRecord, now: number): void {
    const { appId, createdBy, createdByRole } = run;
    if (!hasMessage(connection, thought.messageId, appId)) return;
    const row = { ...thought, appId, createdBy, createdByRole, createdAt: now };
    upsertRow(connection, tables.messageAgentThoughts, row, { key: ['id'], keep: ['createdAt'], owner: ['appId'] });
  }

  #insertMessageFile(connection: Connection, run: RunIdentity, record: MessageFileRecord, now: number): void {
    const { appId, createdBy, createdByRole } = run;
    const { isConfigured = false, ...file } = record;
    if (!hasMessage(connection, file.messageId, appId)) return;
    const uploadId = file.uploadFileId;
    const named = uploadId && {
      id: uploadId,
      tenantId: this.#tenantId,
      maker: { createdBy, createdByRole },
      isConfigured,
    };
    if (named && !mayName(connection, named)) return;
    insertRowIfAbsent(connection, tables.messageFiles, { ...file, appId, createdBy, createdByRole, createdAt: now });
  }
}

/** Only columns that cost nothing to read: this runs with every batch. */
function runIdentity(connection: Connection, id: WorkflowRunId, tenantId: TenantId): RunIdentity | undefined {
  const { workflowRuns: runs } = tables;
  return connection
    .prepared('run-identity', (db) =>
      db
        .select({
          appId: runs.appId,
          workflowId: runs.workflowId,
          createdBy: runs.createdBy,
          createdByRole: runs.createdByRole,
          leaseOwner: runs.leaseOwner,
        })
        .from(runs)
        .where(and(eq(runs.id, sql.placeholder('id')), eq(runs.tenantId, sql.placeholder('tenantId'))))
        .prepare(),
    )
    .get({ id, tenantId });
}

function hasMessage(connection: Connection, id: MessageId, appId: AppId): boolean {
  return countRows(connection, tables.messages, { id, appId }) > 0;
}

function hasConversation(connection: Connection, id: ConversationId, appId: AppId): boolean {
  return countRows(connection, tables.conversations, { id, appId }) > 0;
}

function requireConversation(connection: Connection, id: ConversationId, appId: AppId): void {
  if (hasConversation(connection, id, appId)) return;
  throw new KnownError('not_found', { message: 'Conversation Not Exists.' });
}

export interface VariablesOfConversation {
  readonly appId: AppId;
  readonly conversationId: ConversationId;
  readonly variables: readonly ConversationVariableRecord[];
  readonly now: number;
}

/** Writes the values of variables into a conversation, which must be one of the app. */
export function writeVariables(connection: Connection, change: VariablesOfConversation): void {
  const { appId, conversationId, variables, now } = change;
  requireConversation(connection, conversationId, appId);
  for (const variable of variables) {
    const row = { ...variable, conversationId, appId, createdAt: now, updatedAt: now };
    const options = { key: ['conversationId', 'variableId'], keep: ['createdAt'] };
    upsertRow(connection, tables.conversationVariables, row, options);
  }
}

function prepare(batch: RunBatch): PreparedBatch {
  const { definition, run, runPatch, nodeExecutions = [], events } = batch;
  const large: LargePayload[] = [];
  if (definition !== undefined) large.push({ place: DEFINITION_PLACE, text: printJson(definition) });
  return {
    batch,
    run: run || runPatch ? prepareRun(run, runPatch, large) : undefined,
    nodes: nodeExecutions.map((node) => prepareNode(node, large)),
    lines: events ? prepareLines(events, large) : null,
    large,
  };
}

function prepareRun(run: NewWorkflowRun | undefined, patch: WorkflowRunPatch | undefined, large: LargePayload[]) {
  const inputs = patch?.inputs === undefined ? run?.inputs : patch.inputs;
  const outputs = patch?.outputs === undefined ? run?.outputs : patch.outputs;
  return {
    inputs: toColumn(inputs, runPlaces.inputs, large),
    outputs: toColumn(outputs, runPlaces.outputs, large),
  };
}

function prepareNode({ id, inputs, processData, outputs }: NodeExecutionRecord, large: LargePayload[]) {
  const places = nodePlaces(id);
  return {
    inputs: toColumn(inputs, places.inputs, large),
    processData: toColumn(processData, places.processData, large),
    outputs: toColumn(outputs, places.outputs, large),
  };
}

function prepareLines({ sequence, text }: RecordedEvents, large: LargePayload[]): string | null {
  if (text.length <= INLINE_LIMIT) return text;
  large.push({ place: eventsPlace(sequence), text });
  return null;
}
