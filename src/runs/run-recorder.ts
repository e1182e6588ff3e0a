import {
  type AgentThought,
  askedFileId,
  executionMetadata,
  type FileReference,
  type FormAnswered,
  type FormRequested,
  type NodeFinished,
  type RunEvent,
  type RunFinished,
  type RunPaused,
  recordEvents,
  shownFileId,
  shownFiles,
  toJson,
  toJsonObject,
} from '../engine/index.ts';
import type {
  ConversationId,
  JsonObject,
  JsonValue,
  MessageId,
  NodeExecutionId,
  UploadFileId,
} from '../kernel/index.ts';
import type {
  ConversationVariableRecord,
  FormPatch,
  FormRecord,
  MessageFileRecord,
  NewConversation,
  NewMessage,
  NewWorkflowRun,
  NodeExecutionRecord,
  RunBatch,
  TenantStores,
  ThoughtRecord,
  WorkflowRunPatch,
} from '../storage/index.ts';
import type { RunFacts } from './run-facts.ts';
import type { NumberedEvent, RunJournal } from './run-log.ts';
import { ShownMessage, thoughtRecord } from './shown-message.ts';

/** The rows that come into being with a run's first events. */
export interface RunBirth {
  readonly run: NewWorkflowRun;
  readonly conversation?: NewConversation;
  /** The conversation that goes on: it was used now. */
  readonly usedConversation?: ConversationId;
  readonly message?: NewMessage;
  /** What came with the question. */
  readonly messageFiles?: readonly MessageFileRecord[];
  /** The values with which the variables of a new conversation begin. */
  readonly variables?: readonly ConversationVariableRecord[];
  readonly appLog?: RunBatch['appLog'];
  readonly job?: RunBatch['job'];
  /** What was run, where no published version holds it. */
  readonly definition?: JsonValue;
}

export interface RecorderOptions {
  readonly stores: Pick<TenantStores, 'runs'>;
  readonly facts: RunFacts;
  /** Absent when the run was begun by an earlier process. */
  readonly birth?: RunBirth;
  /** This process, as the run's lease names it. */
  readonly leaseOwner: string;
  /** What is known of a conversation variable beside its value. */
  readonly describeVariable: (name: string) => Omit<ConversationVariableRecord, 'value'> | undefined;
  /** True for the id of a file that the app's own definition names: whoever edits the app chose it. */
  readonly isConfigured?: (fileId: string) => boolean;
  /** What other processes recorded of a run that goes on. */
  readonly earlier?: readonly RunEvent[];
  /** The secret that opens a form. */
  readonly formToken: (formId: string) => string;
}

/**
 * Turns the events of one run into rows. One batch holds a node's record, its events and its writes of conversation
 * variables, so that a repeated node cannot apply an append twice.
 */
export function createRunRecorder(options: RecorderOptions): RunJournal {
  let { birth } = options;
  const shown = new ShownMessage(options.facts.mode, options.earlier);
  return {
    async append(events) {
      const batch = toBatch(events, options, birth, shown);
      birth = undefined;
      await options.stores.runs.record(batch);
    },
    giveUp: (end) => options.stores.runs.record(bareEnd(end, options)),
  };
}

function toBatch(
  events: readonly NumberedEvent[],
  options: RecorderOptions,
  birth: RunBirth | undefined,
  shown: ShownMessage,
): RunBatch {
  const { runId, conversationId, messageId } = options.facts;
  const [first] = events;
  const all = events.map(({ event }) => event);
  const rows = rowsOf(all, options, shown);
  const { end, isResumed, thoughts, nodeExecutions, forms, formPatches } = rows;
  const variables = birth?.variables ? [...birth.variables, ...rows.variables] : rows.variables;
  // every field is named, absent or not: batches of one shape are made and read faster
  return {
    runId,
    leaseOwner: options.leaseOwner,
    events: first && { sequence: first.sequence, count: all.length, text: recordEvents(all) },
    nodeExecutions,
    messageFiles: birth?.messageFiles ? [...birth.messageFiles, ...rows.files] : rows.files,
    agentThoughts: thoughtsOf(thoughts, options.facts),
    forms,
    formPatches,
    run: birth?.run,
    definition: birth?.definition,
    conversation: birth?.conversation,
    conversationPatch: birth?.usedConversation && { id: birth.usedConversation },
    message: birth?.message,
    appLog: birth?.appLog,
    job: birth?.job,
    runPatch: runPatchOf(end, isResumed),
    messagePatch: end && messageId && { id: messageId, ...shown.patchAt(end) },
    conversationVariables:
      conversationId && variables.length > 0 ? { conversationId, variables: newest(variables) } : undefined,
  };
}

/** What events become, kind by kind. */
interface EventRows {
  readonly nodeExecutions: NodeExecutionRecord[];
  readonly files: MessageFileRecord[];
  readonly variables: ConversationVariableRecord[];
  readonly thoughts: AgentThought[];
  readonly forms: FormRecord[];
  readonly formPatches: FormPatch[];
  /** From here on a run that was paused counts as running: should this process die, another one has to go on. */
  isResumed: boolean;
  end: RunFinished | RunPaused | undefined;
}

function rowsOf(events: readonly RunEvent[], options: RecorderOptions, shown: ShownMessage): EventRows {
  const rows: EventRows = {
    nodeExecutions: [],
    files: [],
    variables: [],
    thoughts: [],
    forms: [],
    formPatches: [],
    isResumed: false,
    end: undefined,
  };
  for (const event of events) {
    const thought = shown.note(event);
    if (thought) rows.thoughts.push(thought);
    addRows(rows, event, options);
  }
  return rows;
}

function addRows(rows: EventRows, event: RunEvent, options: RecorderOptions): void {
  rows.files.push(...filesOf(event, options));
  if (event.type === 'node-finished') {
    rows.nodeExecutions.push(toNodeExecution(event));
    rows.variables.push(...variablesOf(event, options));
  } else if (event.type === 'form-requested') rows.forms.push(toForm(event, options));
  else if (event.type === 'form-answered') rows.formPatches.push(toFormPatch(event));
  else if (event.type === 'run-started') rows.isResumed ||= event.reason === 'resumption';
  else if (event.type === 'run-finished' || event.type === 'run-paused') rows.end = event;
}

/** Nothing in it depends on what could not be written. */
function bareEnd(end: RunFinished, { facts, leaseOwner }: RecorderOptions): RunBatch {
  const { status, error, at, elapsedSeconds } = end;
  const { runId, messageId } = facts;
  return {
    ...{ runId, leaseOwner },
    runPatch: {
      ...{ status, error: error ?? null, finishedAt: at, elapsedTime: elapsedSeconds },
      ...{ leaseOwner: null, leaseExpiresAt: null },
    },
    ...(messageId && { messagePatch: { id: messageId, status: 'error', error: error ?? null } }),
  };
}

/** Files that an answer shows are part of its message. */
function filesOf(event: RunEvent, { facts, isConfigured }: RecorderOptions): MessageFileRecord[] {
  const { messageId, mode } = facts;
  if (messageId === undefined) return [];
  return shownFiles(event, mode).map((file) => ({
    ...messageFile(messageId, file, 'assistant'),
    id: shownFileId(messageId, file),
    isConfigured: file.relatedId !== undefined && (isConfigured?.(file.relatedId) ?? false),
  }));
}

/** The files that came with a question, as its message keeps them. */
export function askedFiles(messageId: MessageId, files: readonly FileReference[]): MessageFileRecord[] {
  return files.map((file, place) => ({ ...messageFile(messageId, file, 'user'), id: askedFileId(messageId, place) }));
}

function messageFile(
  messageId: MessageId,
  { kind, transferMethod, remoteUrl, relatedId }: FileReference,
  belongsTo: MessageFileRecord['belongsTo'],
): Omit<MessageFileRecord, 'id'> {
  return {
    ...{ messageId, belongsTo, transferMethod, type: kind },
    url: remoteUrl ?? null,
    uploadFileId: relatedId === undefined ? null : (relatedId as UploadFileId), // the id of a stored file
  };
}

/** The thoughts of an agent app, which are part of its message, as they are now. */
function thoughtsOf(grown: readonly AgentThought[], { mode, messageId }: RunFacts): ThoughtRecord[] {
  if (mode !== 'agent-chat' || messageId === undefined) return [];
  const newest = new Map(grown.map((thought) => [thought.id, thought]));
  return [...newest.values()].map((thought) => thoughtRecord(thought, messageId));
}

function variablesOf({ updates = [] }: NodeFinished, options: RecorderOptions): ConversationVariableRecord[] {
  return updates.flatMap(({ selector, value }) => {
    const [namespace, name = ''] = selector;
    const described = namespace === 'conversation' ? options.describeVariable(name) : undefined;
    return described ? [{ ...described, value: toJson(value) }] : [];
  });
}

/** The last value of each variable. */
function newest(variables: readonly ConversationVariableRecord[]): ConversationVariableRecord[] {
  return [...new Map(variables.map((variable) => [variable.variableId, variable])).values()];
}

function toNodeExecution(event: NodeFinished): NodeExecutionRecord {
  return {
    id: event.executionId as NodeExecutionId, // made by this instance's id source
    index: event.index,
    predecessorNodeId: event.predecessorNodeId ?? null,
    nodeId: event.nodeId,
    nodeType: event.nodeType,
    title: event.title,
    inputs: event.inputs ?? null,
    processData: event.processData ?? null,
    outputs: toJsonObject(event.outputs),
    status: event.status,
    error: event.error ?? null,
    elapsedTime: event.elapsedSeconds,
    executionMetadata: executionMetadata(event),
    createdAt: event.startedAt,
    finishedAt: event.status === 'paused' ? null : event.at,
  };
}

function toForm(event: FormRequested, { formToken }: RecorderOptions): FormRecord {
  return {
    id: event.formId,
    nodeId: event.nodeId,
    nodeTitle: event.title,
    token: formToken(event.formId),
    definition: toJsonForm(event.form),
    renderedContent: event.form.content,
    expiresAt: event.expiresAt,
  };
}

/** The form as its reader gets it; delivery is the server's own affair. */
function toJsonForm({ content, inputs, actions, defaults }: FormRequested['form']): JsonObject {
  return {
    content,
    inputs,
    defaults,
    actions: actions.map(({ id, title, buttonStyle }) => ({ id, title, button_style: buttonStyle })),
  };
}

function toFormPatch({ formId, answer, at }: FormAnswered): FormPatch {
  if (answer.kind === 'timed-out') {
    return { id: formId, status: 'timeout', selectedActionId: null, submittedData: null, submittedAt: null };
  }
  return {
    id: formId,
    status: 'submitted',
    selectedActionId: answer.actionId,
    submittedData: answer.inputs,
    submittedAt: at,
  };
}

function runPatchOf(end: RunFinished | RunPaused | undefined, isResumed: boolean): WorkflowRunPatch | undefined {
  if (end) return toRunPatch(end);
  return isResumed ? { status: 'running' } : undefined;
}

function toRunPatch(end: RunFinished | RunPaused): WorkflowRunPatch {
  const common = { outputs: toJsonObject(end.outputs), elapsedTime: end.elapsedSeconds, totalSteps: end.totalSteps };
  const free = { leaseOwner: null, leaseExpiresAt: null };
  if (end.type === 'run-paused') return { ...common, ...free, status: 'paused', totalTokens: end.totalTokens };
  return {
    ...common,
    ...free,
    status: end.status,
    error: end.error ?? null,
    totalTokens: end.usage.totalTokens,
    exceptionsCount: end.exceptionsCount,
    finishedAt: end.at,
  };
}
