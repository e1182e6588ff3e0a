import type {
  AgentLogged,
  AnnotationSource,
  AnswerReplaced,
  FormAnswer,
  FormRequested,
  Frame,
  NodeFinished,
  NodeRetried,
  NodeStarted,
  PauseReason,
  PresetAnswered,
  RoundStarted,
  RoundsStarted,
  RunEvent,
  RunFinished,
  RunPaused,
  RunStarted,
  TextDelta,
} from '../engine/index.ts';
import {
  type AgentThought,
  AgentThoughts,
  annotationToJson,
  Citations,
  executionMetadata,
  innermost,
  usageToJson,
} from '../engine/index.ts';
import type { AppMode } from '../kernel/index.ts';
import { float, isJsonObject, type JsonObject, toUnixSeconds } from '../kernel/index.ts';
import { type ShownLimits, truncateEvent } from './truncate.ts';
import { filesOf, outputsToWire, textsOf } from './values.ts';

/**
 * Dify's stream events, made from the events of a run and from nothing else. This file knows Dify's names and no
 * bytes; `http/sse.ts` knows bytes and no names. Facts: Dify 1.x core/app/entities/task_entities.py and
 * core/app/apps/common/workflow_response_converter.py.
 */
export type StreamEvent = JsonObject & { readonly event: string };

export interface StreamContext {
  readonly mode: AppMode;
  readonly taskId: string;
  readonly runId: string;
  readonly workflowId: string;
  /** When the run began, milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** What the caller gave, with the `sys.*` values beside it. */
  readonly inputs: JsonObject;
  /** `{id, user}` for end users, `{id, name, email}` for accounts. */
  readonly createdBy: JsonObject;
  /** `simple` hides what nodes worked on (web apps). */
  readonly detail: 'full' | 'simple';
  /** Cuts what nodes worked on to this size, for people who look at it. */
  readonly shown?: ShownLimits;
  readonly conversationId?: string;
  readonly messageId?: string;
  /** The secret that opens a form. */
  readonly formToken: (formId: string) => string;
}

export interface StreamEncoder {
  /** The stream events of one run event: none, one or several. */
  encode(event: RunEvent): readonly StreamEvent[];
}

/**
 * Turns the events of one run, in order, into stream events. `earlier`: what its reader was shown before, or never
 * will be; the end of the run tells of it, too.
 */
export function createStreamEncoder(context: StreamContext, earlier: readonly RunEvent[] = []): StreamEncoder {
  const state: EncoderState = {
    citations: new Citations(),
    isPreset: false,
    files: [],
    forms: new Map(),
    answers: new Map(),
    thoughts: new AgentThoughts(),
  };
  for (const event of earlier) encodeEvent(event, context, state);
  const { shown } = context;
  if (!shown) return { encode: (event) => encodeEvent(event, context, state) };
  return { encode: (event) => encodeEvent(event, context, state).map((encoded) => truncateEvent(encoded, shown)) };
}

/** What `message_end` tells and only earlier events know. */
interface EncoderState {
  readonly citations: Citations;
  /** The app's rules answer, not its graph: nothing of the graph is shown. */
  isPreset: boolean;
  annotation?: AnnotationSource;
  files: JsonObject[];
  /** What people were asked, by the id of the form. */
  forms: Map<string, FormRequested>;
  /** What people answered, by node, until their node has ended. */
  answers: Map<string, FormAnswer>;
  thoughts: AgentThoughts;
}

function encodeEvent(event: RunEvent, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  if (event.type === 'text-delta') return [textEvent(event, context, state)];
  if (event.type === 'answer-replaced') return [replaceEvent(event.text, event.reason, context)];
  if (event.type === 'preset-answered') return notePreset(event, state);
  if (event.type === 'run-finished') return finishEvents(event, context, state);
  if (event.type === 'agent-logged' && context.mode === 'agent-chat')
    return thoughtEvents(state.thoughts.add(event), context);
  if (event.type === 'node-finished') collect(event, state);
  if (event.type === 'form-requested') state.forms.set(event.formId, event);
  if (event.type === 'form-answered') state.answers.set(event.nodeId, event.answer);
  return showsGraph(context, state) ? graphEvents(event, context, state) : [];
}

/** Apps without a graph of their own show only messages, and so do preset answers. */
function showsGraph({ mode }: StreamContext, { isPreset }: EncoderState): boolean {
  return !isPreset && (mode === 'workflow' || mode === 'advanced-chat' || mode === 'rag-pipeline');
}

function notePreset({ annotation }: PresetAnswered, state: EncoderState): readonly StreamEvent[] {
  state.isPreset = true;
  if (annotation) state.annotation = annotation;
  return [];
}

function graphEvents(
  event: Exclude<RunEvent, TextDelta | AnswerReplaced | PresetAnswered | RunFinished>,
  context: StreamContext,
  state: EncoderState,
): readonly StreamEvent[] {
  switch (event.type) {
    case 'run-started':
      return [inRun('workflow_started', startData(event, context), context)];
    case 'node-started':
      return [inRun('node_started', nodeStartData(event), context)];
    case 'node-retried':
      return [inRun('node_retry', { ...nodeEndData(event, context), retry_index: event.retryIndex }, context)];
    case 'node-finished':
      return nodeFinishEvents(event, context, state);
    case 'rounds-started':
      return [inRun(`${event.container}_started`, roundsStartData(event), context)];
    case 'round-started':
      return roundStartEvents(event, context);
    case 'round-finished':
      return [];
    case 'reasoning-delta':
      return [inMessage('reasoning_chunk', reasoningData(event, context), context)];
    case 'agent-logged':
      return [inMessage('agent_log', agentLogData(event), context)];
    case 'form-requested':
      return [inRun('human_input_required', formData(event, context), context)];
    case 'form-answered':
      return []; // told when the node that asked has worked on it
    case 'run-paused':
      return [inRun('workflow_paused', pauseData(event, context, state), context)];
    default:
      return event satisfies never;
  }
}

/** The fields that every event carries. */
function envelope(context: StreamContext): JsonObject {
  if (context.mode === 'workflow' || context.mode === 'rag-pipeline') {
    return { workflow_run_id: context.runId, task_id: context.taskId };
  }
  return {
    ...(context.conversationId !== undefined &&
      context.mode !== 'completion' && { conversation_id: context.conversationId }),
    message_id: context.messageId ?? null,
    created_at: toUnixSeconds(context.createdAt),
    task_id: context.taskId,
  };
}

function inRun(event: string, data: JsonObject, context: StreamContext): StreamEvent {
  return { event, ...envelope(context), workflow_run_id: context.runId, data };
}

/** For what belongs to the message of a chat rather than to its run. */
function inMessage(event: string, data: JsonObject, context: StreamContext): StreamEvent {
  return { event, ...envelope(context), data };
}

function startData(event: RunStarted, context: StreamContext): JsonObject {
  return {
    id: context.runId,
    workflow_id: context.workflowId,
    inputs: context.inputs,
    created_at: toUnixSeconds(context.createdAt),
    reason: event.reason,
  };
}

function nodeStartData(event: NodeStarted): JsonObject {
  return {
    id: event.executionId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    index: event.index,
    predecessor_node_id: event.predecessorNodeId ?? null,
    inputs: null,
    inputs_truncated: false,
    created_at: toUnixSeconds(event.at),
    extras: event.description?.['extras'] ?? {},
    iteration_id: innermost(event.frame, 'iteration')?.containerId ?? null,
    loop_id: innermost(event.frame, 'loop')?.containerId ?? null,
    agent_strategy: event.description?.['agent_strategy'] ?? null,
  };
}

type NodeEnd = NodeFinished | NodeRetried;

function nodeEndData(event: NodeEnd, context: StreamContext): JsonObject {
  const isFull = context.detail === 'full';
  const outputs = event.type === 'node-finished' ? event.outputs : {};
  return {
    id: event.executionId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    index: event.index,
    predecessor_node_id: event.predecessorNodeId ?? null,
    inputs: isFull ? (event.inputs ?? null) : null,
    inputs_truncated: false,
    process_data: isFull ? (event.processData ?? null) : null,
    process_data_truncated: false,
    outputs: isFull ? outputsToWire(outputs) : null,
    outputs_truncated: false,
    status: event.type === 'node-retried' ? 'retry' : event.status,
    error: isFull ? (event.error ?? null) : null,
    elapsed_time: float(elapsedOf(event)),
    execution_metadata: isFull ? executionMetadata(event) : null,
    created_at: toUnixSeconds(event.startedAt),
    finished_at: toUnixSeconds(event.at),
    files: isFull ? filesOf(outputs) : [],
    iteration_id: innermost(event.frame, 'iteration')?.containerId ?? null,
    loop_id: innermost(event.frame, 'loop')?.containerId ?? null,
  };
}

/** In seconds. */
function elapsedOf(event: NodeEnd): number {
  return event.type === 'node-finished' ? event.elapsedSeconds : (event.at - event.startedAt) / 1000;
}

function nodeFinishEvents(event: NodeFinished, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  if (event.status === 'paused') return []; // told by human_input_required
  if (event.rounds === undefined) {
    const finished = inRun('node_finished', nodeEndData(event, context), context);
    return event.nodeType === 'human-input' && event.status === 'succeeded'
      ? [formAnswerEvent(event, context, state), finished]
      : [finished];
  }
  return [inRun(`${event.nodeType}_completed`, roundsEndData(event), context)];
}

function roundsStartData(event: RoundsStarted): JsonObject {
  return {
    id: event.nodeId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    created_at: toUnixSeconds(event.at),
    extras: {},
    // The console reads `iterator_length`, 1.x sends `iteration_length`.
    metadata: { [`${event.container}_length`]: event.length, iterator_length: event.length },
    inputs: event.inputs,
    inputs_truncated: false,
  };
}

/** The first round of a loop is not announced; later ones count from 1. Iterations announce every round from 0. */
function roundStartEvents(event: RoundStarted, context: StreamContext): readonly StreamEvent[] {
  if (event.container === 'loop' && event.round === 0) return [];
  const data: JsonObject = {
    id: event.nodeId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    index: event.round,
    created_at: toUnixSeconds(event.at),
    extras: {},
    ...(event.container === 'loop' && { pre_loop_output: {} }),
  };
  return [inRun(`${event.container}_next`, data, context)];
}

function roundsEndData(event: NodeFinished): JsonObject {
  return {
    id: event.nodeId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    outputs: outputsToWire(event.outputs),
    outputs_truncated: false,
    created_at: toUnixSeconds(event.startedAt),
    extras: {},
    inputs: event.inputs ?? {},
    inputs_truncated: false,
    status: event.status === 'succeeded' ? 'succeeded' : 'failed',
    error: event.error ?? null,
    elapsed_time: float(event.elapsedSeconds),
    total_tokens: event.usage?.totalTokens ?? 0,
    execution_metadata: executionMetadata(event),
    finished_at: toUnixSeconds(event.at),
    steps: event.rounds ?? 0,
  };
}

function reasoningData(event: Extract<RunEvent, { type: 'reasoning-delta' }>, context: StreamContext): JsonObject {
  return {
    message_id: context.messageId ?? null,
    reasoning: event.text,
    node_id: event.nodeId,
    is_final: event.isLast,
  };
}

function agentLogData(event: AgentLogged): JsonObject {
  return {
    node_execution_id: event.executionId,
    id: event.entry.id,
    label: event.entry.label,
    parent_id: event.entry.parentId ?? null,
    error: event.entry.error ?? null,
    status: event.entry.status,
    data: event.entry.data,
    metadata: event.entry.metadata,
    node_id: event.nodeId,
  };
}

function formData(event: FormRequested, context: StreamContext): JsonObject {
  return {
    form_id: event.formId,
    node_id: event.nodeId,
    node_title: event.title,
    form_content: event.form.content,
    inputs: event.form.inputs,
    actions: event.form.actions.map(({ id, title, buttonStyle }) => ({ id, title, button_style: buttonStyle })),
    display_in_ui: true,
    form_token: context.formToken(event.formId),
    resolved_default_values: textsOf(event.form.defaults),
    expiration_time: toUnixSeconds(event.expiresAt),
  };
}

/** What a person answered: told just before their node ends, since only the node knows the rendered form. */
function formAnswerEvent(event: NodeFinished, context: StreamContext, state: EncoderState): StreamEvent {
  const node = { node_id: event.nodeId, node_title: event.title };
  const answer = state.answers.get(event.nodeId);
  if (answer?.kind !== 'submitted') {
    return inRun('human_input_form_timeout', { ...node, expiration_time: toUnixSeconds(event.at) }, context);
  }
  const outputs = outputsToWire(event.outputs);
  const data = {
    ...node,
    rendered_content: outputs['__rendered_content'] ?? '',
    action_id: answer.actionId,
    action_text: outputs['__action_value'] ?? answer.actionId,
    submitted_data: answer.inputs,
  };
  return inRun('human_input_form_filled', data, context);
}

function pauseData(event: RunPaused, context: StreamContext, { forms }: Pick<EncoderState, 'forms'>): JsonObject {
  return {
    workflow_run_id: context.runId,
    paused_nodes: event.reasons.flatMap((reason) => (reason.kind === 'human-input' ? [reason.nodeId] : [])),
    outputs: outputsToWire(event.outputs),
    reasons: event.reasons.map((reason) => pauseReason(reason, context, forms)),
    status: 'paused',
    created_at: toUnixSeconds(context.createdAt),
    elapsed_time: float(event.elapsedSeconds),
    total_tokens: event.totalTokens,
    total_steps: event.totalSteps,
  };
}

/** With the whole form, for clients that come back to a run that waits (Dify core/workflow/human_input_policy.py). */
function pauseReason(reason: PauseReason, context: StreamContext, forms: EncoderState['forms']): JsonObject {
  if (reason.kind === 'requested') return { TYPE: 'scheduled_pause', message: reason.message };
  const known = { TYPE: 'human_input_required', form_id: reason.formId, node_id: reason.nodeId };
  const event = forms.get(reason.formId);
  if (!event) return { ...known, form_token: context.formToken(reason.formId) };
  const { display_in_ui: _place, ...form } = formData(event, context);
  return { ...known, ...form };
}

function textEvent(event: TextDelta, context: StreamContext, state: EncoderState): StreamEvent {
  const isWorkflow = context.mode === 'workflow' || context.mode === 'rag-pipeline';
  if (isWorkflow) {
    return event.replaces
      ? replaceEvent(event.text, '', context)
      : {
          event: 'text_chunk',
          ...envelope(context),
          data: { text: event.text, from_variable_selector: event.selector, ...containersOf(event.frame) },
        };
  }
  if (event.replaces) return replaceEvent(event.text, '', context);
  return {
    event: context.mode === 'agent-chat' ? 'agent_message' : 'message',
    ...envelope(context),
    id: context.messageId ?? null,
    answer: event.text,
    from_variable_selector: showsGraph(context, state) ? event.selector : null,
  };
}

function replaceEvent(text: string, reason: string, context: StreamContext): StreamEvent {
  return context.mode === 'workflow' || context.mode === 'rag-pipeline'
    ? { event: 'text_replace', ...envelope(context), data: { text } }
    : { event: 'message_replace', ...envelope(context), answer: text, reason };
}

/** Which round a piece of text comes from. */
function containersOf(frame: Frame): JsonObject {
  const [iteration, loop] = [innermost(frame, 'iteration'), innermost(frame, 'loop')];
  return {
    ...(iteration && { iteration_id: iteration.containerId, iteration_index: iteration.index }),
    ...(loop && { loop_id: loop.containerId, loop_index: loop.index }),
  };
}

function collect(event: NodeFinished, state: EncoderState): void {
  state.citations.add(event.citations ?? []);
  if (event.nodeType === 'answer') state.files.push(...filesOf(event.outputs));
}

function finishEvents(event: RunFinished, context: StreamContext, state: EncoderState): readonly StreamEvent[] {
  // it has not finished: another process goes on with it
  if (event.errorCode === 'run_interrupted') return [errorEvent(event, context)];
  const finished = showsGraph(context, state) ? [inRun('workflow_finished', finishData(event, context), context)] : [];
  if (context.mode === 'workflow' || context.mode === 'rag-pipeline') return finished;
  return [...finished, event.status === 'failed' ? errorEvent(event, context) : messageEnd(event, context, state)];
}

/** `data` of workflow_finished, and of the blocking reply. */
export function finishData(event: RunFinished, context: StreamContext): JsonObject {
  return {
    id: context.runId,
    workflow_id: context.workflowId,
    status: event.status,
    outputs: outputsToWire(event.outputs),
    error: event.error ?? null,
    elapsed_time: float(event.elapsedSeconds),
    total_tokens: event.usage.totalTokens,
    total_steps: event.totalSteps,
    created_by: context.createdBy,
    created_at: toUnixSeconds(context.createdAt),
    finished_at: toUnixSeconds(event.at),
    exceptions_count: event.exceptionsCount,
    files: filesOf(event.outputs),
  };
}

function messageEnd(event: RunFinished, context: StreamContext, state: EncoderState): StreamEvent {
  const metadata: JsonObject = {
    annotation_reply: state.annotation ? annotationToJson(state.annotation) : null,
    retriever_resources: state.citations.list(),
    usage: usageToJson(event.usage),
  };
  return {
    event: 'message_end',
    ...envelope(context),
    id: context.messageId ?? null,
    metadata: context.detail === 'simple' && context.mode === 'completion' ? simpleMetadata(metadata) : metadata,
    files: state.files,
  };
}

/** The codes that keep their name, with their HTTP status; everything else is internal (spec: error events). */
const NAMED_ERRORS: Readonly<Record<string, number>> = {
  invalid_param: 400,
  provider_not_initialize: 400,
  provider_quota_exceeded: 400,
  model_currently_not_support: 400,
  completion_request_error: 400,
  run_interrupted: 503,
};
/** What people may know of an answer (Dify 1.x core/app/apps/base_app_generate_response_converter.py). */
export function simpleMetadata({ retriever_resources: resources }: JsonObject): JsonObject {
  const shown = ['segment_id', 'position', 'document_name', 'score', 'content', 'summary'];
  const cited = Array.isArray(resources) ? resources.filter(isJsonObject) : [];
  return {
    retriever_resources: cited.map((resource) => Object.fromEntries(shown.map((key) => [key, resource[key] ?? null]))),
  };
}

/** Sent again with the same id as the thought grows. */
function thoughtEvents(thought: AgentThought | undefined, context: StreamContext): readonly StreamEvent[] {
  if (!thought) return [];
  const { id, position, thought: text, observation, tool, toolLabels, toolInput } = thought;
  return [
    {
      event: 'agent_thought',
      ...envelope(context),
      ...{ id, position, thought: text, observation, tool, tool_input: toolInput },
      tool_labels: toolLabels,
      message_files: [],
    },
  ];
}

/** A piece of the sound of an answer; without one, its end (Dify 1.x core/app/entities/task_entities.py). */
export function audioEvent(context: StreamContext, audio?: Uint8Array): StreamEvent {
  return {
    event: audio ? 'tts_message' : 'tts_message_end',
    ...envelope(context),
    audio: audio ? Buffer.from(audio).toString('base64') : '',
  };
}

/**
 * How a failed chat ends. A graph is the caller's own affair, whatever its nodes died of; an app without one tells what its
 * model said (Dify 1.x: `ValueError` of advanced_chat/generate_task_pipeline.py, base_app_generate_response_converter.py).
 */
export function errorEvent(event: RunFinished, context: StreamContext): StreamEvent {
  const reason = event.error ?? 'unknown error';
  const told = (code: string, message: string, status: number) =>
    ({ event: 'error', ...envelope(context), code, message, status }) as const;
  const { errorCode = '' } = event;
  const status = NAMED_ERRORS[errorCode];
  if (context.mode === 'advanced-chat' && errorCode !== 'run_interrupted')
    return told('invalid_param', `Run failed: ${reason}`, 400);
  return status === undefined ? told('internal_server_error', reason, 500) : told(errorCode, reason, status);
}
