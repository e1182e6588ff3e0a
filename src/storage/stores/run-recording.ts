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
import { countRows, insertRow, insertRows, updateRows, upsertRow } from '../dialects/sqlite/statements.ts';
import {
  INLINE_LIMIT,
  type LargePayload,
  notePayloads,
  type PlacedBlob,
  storePayloads,
  toColumn,
} from '../payloads.ts';
import type { Conversation, Message, NewRow, Row, WorkflowRun } from '../rows.ts';
import { insertJob, type NewJob, tellOfJobs } from './jobs.ts';
import { mayName } from './message-uploads.ts';

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
  'messageId' | 'type' | 'transferMethod' | 'url' | 'uploadFileId' | 'belongsTo'
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
  readonly leaseOwner?: string;
  /** With the first batch of a run. */
  readonly run?: NewWorkflowRun;
  /** What is run, where no published version holds it: a run that needs it is never seen without it. */
  readonly definition?: JsonValue;
  readonly runPatch?: WorkflowRunPatch;
  readonly events?: RecordedEvents;
  readonly nodeExecutions?: readonly NodeExecutionRecord[];
  /** Thoughts of an agent as they are now. */
  readonly agentThoughts?: readonly ThoughtRecord[];
  /** Forms that people are asked to fill in from now on. */
  readonly forms?: readonly FormRecord[];
  /** Forms that are over, and how. */
  readonly formPatches?: readonly FormPatch[];
  readonly appLog?: AppLogRecord;
  /** What is to be done now that this is recorded. */
  readonly job?: NewJob;
  readonly conversation?: NewConversation;
  readonly conversationPatch?: ConversationPatch & { readonly id: ConversationId };
  readonly conversationVariables?: {
    readonly conversationId: ConversationId;
    readonly variables: readonly ConversationVariableRecord[];
  };
  readonly message?: NewMessage;
  /** Of a message of the same app. A file that it may not name is left out (`message-uploads.ts`). */
  readonly messageFiles?: readonly MessageFileRecord[];
  readonly messagePatch?: MessagePatch & { readonly id: MessageId };
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

/** A batch with its values as their columns take them. */
interface PreparedBatch extends Omit<RunBatch, 'events' | 'definition'> {
  readonly lines: { readonly sequence: number; readonly count: number; readonly text: string | null } | undefined;
  readonly large: readonly LargePayload[];
}

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

  async #storeAndWrite(batch: PreparedBatch, before: Promise<unknown> | undefined): Promise<void> {
    const [placed] = await Promise.all([storePayloads(this.#ground, batch.large), before]);
    await this.#write(batch, placed);
  }

  async #write(batch: PreparedBatch, placed: readonly PlacedBlob[]): Promise<void> {
    await this.#ground.access.record((connection) => this.#apply(connection, batch, placed));
    if (batch.job) tellOfJobs(this.#ground);
  }

  #apply(connection: Connection, batch: PreparedBatch, placed: readonly PlacedBlob[]): void {
    const { runId } = batch;
    const now = this.#ground.clock.now();
    const run = batch.run ? this.#create(connection, runId, batch.run, now) : this.#identify(connection, batch);
    if (batch.runPatch) updateRows(connection, tables.workflowRuns, { id: runId }, batch.runPatch);
    if (batch.lines) {
      const { sequence, count, text } = batch.lines;
      insertRow(connection, tables.runEvents, { runId, sequence, count, lines: text, createdAt: now });
    }
    this.#writeNodes(connection, run, batch);
    for (const form of batch.forms ?? []) {
      const owner = { tenantId: this.#tenantId, appId: run.appId, workflowRunId: runId, createdAt: now };
      insertRow(connection, tables.humanInputForms, { ...form, ...owner });
    }
    for (const { id, ...patch } of batch.formPatches ?? []) {
      updateRows(connection, tables.humanInputForms, { id, workflowRunId: runId }, patch);
    }
    if (batch.appLog) this.#insertLog(connection, runId, run, batch.appLog, now);
    this.#applyChat(connection, run, batch, now);
    if (batch.job) insertJob(connection, this.#ground, batch.job, this.#tenantId);
    notePayloads(connection, runId, placed, now);
  }

  #create(connection: Connection, id: WorkflowRunId, run: NewWorkflowRun, now: number): RunIdentity {
    const owned = { id: run.appId, tenantId: this.#tenantId };
    if (countRows(connection, tables.apps, owned) === 0) throw new KnownError('app_not_found');
    insertRow(connection, tables.workflowRuns, { createdAt: now, ...run, id, tenantId: this.#tenantId });
    return { ...run, leaseOwner: run.leaseOwner ?? null };
  }

  #identify(connection: Connection, { runId, leaseOwner }: PreparedBatch): RunIdentity {
    const run = runIdentity(connection, runId, this.#tenantId);
    if (!run) throw new KnownError('not_found', { message: `Run ${runId} does not exist` });
    if (leaseOwner !== undefined && run.leaseOwner !== leaseOwner) throw new KnownError('run_owned_elsewhere');
    return run;
  }

  /** A run's first batch knows none of its nodes yet; later ones may tell more of them. */
  #writeNodes(connection: Connection, run: RunIdentity, { runId, nodeExecutions = [], ...batch }: PreparedBatch): void {
    const { appId, workflowId, createdBy, createdByRole } = run;
    const owner = { tenantId: this.#tenantId, appId, workflowId, workflowRunId: runId, createdBy, createdByRole };
    const rows = nodeExecutions.map((node) => ({ ...node, ...owner }));
    const options = { key: ['id'], keep: ['createdAt', ...Object.keys(owner)], owner: ['workflowRunId'] };
    if (batch.run) insertRows(connection, tables.workflowNodeExecutions, rows);
    else for (const row of rows) upsertRow(connection, tables.workflowNodeExecutions, row, options);
  }

  #insertLog(connection: Connection, runId: WorkflowRunId, run: RunIdentity, log: AppLogRecord, now: number): void {
    const { appId, workflowId, createdBy, createdByRole } = run;
    const owner = { tenantId: this.#tenantId, appId, workflowId, workflowRunId: runId, createdBy, createdByRole };
    insertRow(connection, tables.workflowAppLogs, { ...log, ...owner, createdAt: now });
  }

  /**
   * What a run of a chat app writes into its conversation; all of it in the run's own app. People may delete a
   * conversation while it is answered in: what it would have held is left out, and the run goes on.
   */
  #applyChat(connection: Connection, run: RunIdentity, batch: PreparedBatch, now: number): void {
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
    const id = file.uploadFileId;
    const named = id && { id, tenantId: this.#tenantId, maker: { createdBy, createdByRole }, isConfigured };
    if (named && !mayName(connection, named)) return;
    const owner = { id: this.#ground.ids.next(), appId, createdBy, createdByRole, createdAt: now };
    insertRow(connection, tables.messageFiles, { ...file, ...owner });
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

function prepare({ events, definition, run, runPatch, ...batch }: RunBatch): PreparedBatch {
  const large: LargePayload[] = [];
  if (definition !== undefined) large.push({ place: DEFINITION_PLACE, text: printJson(definition) });
  return {
    ...batch,
    // a run that is over by its first record needs one statement, not two
    ...(run && { run: prepareRun({ ...run, ...runPatch }, large) }),
    ...(runPatch && !run && { runPatch: prepareRun(runPatch, large) }),
    ...(batch.nodeExecutions && { nodeExecutions: batch.nodeExecutions.map((node) => prepareNode(node, large)) }),
    lines: events && prepareEvents(events, large),
    large,
  };
}

function prepareRun<Run extends NewWorkflowRun | WorkflowRunPatch>(run: Run, large: LargePayload[]): Run {
  const { inputs, outputs } = run;
  const columns = {
    inputs: toColumn(inputs, runPlaces.inputs, large),
    outputs: toColumn(outputs, runPlaces.outputs, large),
  };
  return { ...run, ...columns } as Run; // a JSON column takes printed text, too
}

function prepareNode(node: NodeExecutionRecord, large: LargePayload[]): NodeExecutionRecord {
  const places = nodePlaces(node.id);
  const columns = {
    inputs: toColumn(node.inputs, places.inputs, large),
    processData: toColumn(node.processData, places.processData, large),
    outputs: toColumn(node.outputs, places.outputs, large),
  };
  return { ...node, ...columns } as NodeExecutionRecord; // a JSON column takes printed text, too
}

function prepareEvents({ sequence, count, text }: RecordedEvents, large: LargePayload[]): PreparedBatch['lines'] {
  const isLarge = text.length > INLINE_LIMIT;
  if (isLarge) large.push({ place: eventsPlace(sequence), text });
  return { sequence, count, text: isLarge ? null : text };
}
