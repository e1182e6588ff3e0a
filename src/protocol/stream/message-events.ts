import {
  type AgentLogged,
  type AgentThought,
  annotationToJson,
  type Frame,
  innermost,
  type RunEvent,
  type RunFinished,
  shownFileId,
  shownFiles,
  type TextDelta,
  usageToJson,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject } from '../../kernel/index.ts';
import { type EncoderState, showsGraph } from './encoder-state.ts';
import { messageFilesToWire } from './message-files.ts';
import { envelope, isWorkflow, type StreamContext, type StreamEvent } from './stream-event.ts';

/**
 * Text of an answer. Only an agent's own words are named after it, not what was written beforehand (Dify 1.x
 * core/app/apps/base_app_runner.py, `direct_output`).
 */
export function textEvent(event: TextDelta, context: StreamContext, state: EncoderState): StreamEvent {
  if (isWorkflow(context)) {
    return event.replaces
      ? replaceEvent(event.text, '', context)
      : {
          event: 'text_chunk',
          ...envelope(context),
          data: { text: event.text, from_variable_selector: event.selector, ...containersOf(event.frame) },
        };
  }
  if (event.replaces) return replaceEvent(event.text, '', context);
  const told = { ...envelope(context), id: context.messageId ?? null, answer: event.text };
  if (context.mode === 'agent-chat' && !state.isPreset) return { event: 'agent_message', ...told };
  return {
    event: 'message',
    ...told,
    from_variable_selector: showsGraph(context, state) ? event.selector : null,
  };
}

/** Only chatflows tell the reason (Dify 1.x easy_ui_based_generate_task_pipeline.py hands none on). */
export function replaceEvent(text: string, reason: string, context: StreamContext): StreamEvent {
  if (isWorkflow(context)) return { event: 'text_replace', ...envelope(context), data: { text } };
  const told = context.mode === 'advanced-chat' ? reason : '';
  return { event: 'message_replace', ...envelope(context), answer: text, reason: told };
}

/** Which round a piece of text comes from. */
function containersOf(frame: Frame): JsonObject {
  const [iteration, loop] = [innermost(frame, 'iteration'), innermost(frame, 'loop')];
  return {
    ...(iteration && { iteration_id: iteration.containerId, iteration_index: iteration.index }),
    ...(loop && { loop_id: loop.containerId, loop_index: loop.index }),
  };
}

export function reasoningData(
  event: Extract<RunEvent, { type: 'reasoning-delta' }>,
  context: StreamContext,
): JsonObject {
  return {
    message_id: context.messageId ?? null,
    reasoning: event.text,
    node_id: event.nodeId,
    is_final: event.isLast,
  };
}

export function agentLogData(event: AgentLogged): JsonObject {
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

/** What a model painted or a tool made, in apps that show nothing of a graph. */
export function fileEvents(event: RunEvent, context: StreamContext): readonly StreamEvent[] {
  return shownFiles(event, context.mode).map((file) => ({
    event: 'message_file',
    ...envelope(context),
    ...{ id: shownFileId(context.messageId ?? '', file), type: file.kind, belongs_to: 'assistant' },
    url: file.url ?? file.remoteUrl ?? null,
  }));
}

/** Sent again with the same id as the thought grows. */
export function thoughtEvents(thought: AgentThought, context: StreamContext): readonly StreamEvent[] {
  const { id, position, thought: text, observation, tool, toolLabels, toolInput, files } = thought;
  return [
    {
      event: 'agent_thought',
      ...envelope(context),
      ...{ id, position, thought: text, observation, tool, tool_input: toolInput },
      tool_labels: toolLabels,
      message_files: files.map((file) => shownFileId(context.messageId ?? '', file)),
    },
  ];
}

export function messageEnd(event: RunFinished, context: StreamContext, state: EncoderState): StreamEvent {
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
    files: messageFilesToWire(context, state),
  };
}

/** What people may know of a passage: not how it was found, nor what else is known of its document. */
const SHOWN_OF_CITATIONS = [
  ...['dataset_id', 'dataset_name', 'document_id', 'segment_id', 'position', 'data_source_type', 'document_name'],
  ...['score', 'hit_count', 'word_count', 'segment_position', 'index_node_hash', 'content', 'page', 'title', 'files'],
  'summary',
];

/**
 * What people may know of an answer (Dify 1.13 core/app/apps/base_app_generate_response_converter.py,
 * `_get_simple_metadata`; before, of passages only what is read).
 */
export function simpleMetadata({ retriever_resources: resources }: JsonObject): JsonObject {
  const cited = Array.isArray(resources) ? resources.filter(isJsonObject) : [];
  const shown = (citation: JsonObject) =>
    Object.fromEntries(SHOWN_OF_CITATIONS.map((name) => [name, citation[name] ?? null]));
  return { retriever_resources: cited.map(shown) };
}

/** A piece of the sound of an answer; without one, its end (Dify 1.x core/app/entities/task_entities.py). */
export function audioEvent(context: StreamContext, audio?: Uint8Array): StreamEvent {
  return {
    event: audio ? 'tts_message' : 'tts_message_end',
    ...envelope(context),
    audio: audio ? Buffer.from(audio).toString('base64') : '',
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

/**
 * How a failed chat ends. A graph is the caller's own affair, whatever its nodes died of; an app without one tells what its
 * model said (Dify 1.x: `ValueError` of advanced_chat/generate_task_pipeline.py, base_app_generate_response_converter.py).
 */
export function errorEvent(event: RunFinished, context: StreamContext): StreamEvent {
  const reason = event.error ?? 'unknown error';
  const told = (code: string, message: string, status: number) => failureEvent({ code, message, status }, context);
  const { errorCode = '' } = event;
  const status = NAMED_ERRORS[errorCode];
  if (context.mode === 'advanced-chat' && errorCode !== 'run_interrupted')
    return told('invalid_param', `Run failed: ${reason}`, 400);
  return status === undefined ? told('internal_server_error', reason, 500) : told(errorCode, reason, status);
}

/** The last event of a stream that cannot go on, whatever its run does (Dify 1.x: `ErrorStreamResponse`). */
export function failureEvent(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  context: StreamContext,
): StreamEvent {
  return { event: 'error', ...envelope(context), code, message, status };
}
