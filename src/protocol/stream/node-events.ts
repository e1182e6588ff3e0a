import {
  executionMetadata,
  innermost,
  type NodeFinished,
  type NodeRetried,
  type NodeStarted,
  type RoundStarted,
  type RoundsStarted,
} from '../../engine/index.ts';
import { float, type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import { filesOf, outputsToWire } from '../values.ts';
import { inRun, type StreamContext, type StreamEvent } from './stream-event.ts';

export function nodeStartData(event: NodeStarted): JsonObject {
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

/** What a node worked on is an object, empty where there was nothing (Dify 1.x core/workflow/node_events: `NodeRunResult`). */
export function nodeEndData(event: NodeEnd, context: StreamContext): JsonObject {
  const isFull = context.detail === 'full';
  const outputs = event.type === 'node-finished' ? event.outputs : {};
  return {
    id: event.executionId,
    node_id: event.nodeId,
    node_type: event.nodeType,
    title: event.title,
    index: event.index,
    predecessor_node_id: event.predecessorNodeId ?? null,
    inputs: isFull ? (event.inputs ?? {}) : null,
    inputs_truncated: false,
    process_data: isFull ? (event.processData ?? {}) : null,
    process_data_truncated: false,
    outputs: isFull ? outputsToWire(outputs) : null,
    outputs_truncated: false,
    status: event.type === 'node-retried' ? 'retry' : event.status,
    error: isFull ? (event.error ?? null) : null,
    elapsed_time: float(elapsedOf(event)),
    execution_metadata: isFull ? metadataOf(event) : null,
    created_at: toUnixSeconds(event.startedAt),
    finished_at: toUnixSeconds(event.at),
    files: isFull ? filesOf(outputs) : [],
    iteration_id: innermost(event.frame, 'iteration')?.containerId ?? null,
    loop_id: innermost(event.frame, 'loop')?.containerId ?? null,
  };
}

/** Null where there is nothing to tell (Dify 1.x core/app/apps/common/workflow_response_converter.py, `_merge_metadata`). */
function metadataOf(event: NodeEnd): JsonObject | null {
  const metadata = executionMetadata(event);
  return Object.keys(metadata).length === 0 ? null : metadata;
}

/** In seconds. */
function elapsedOf(event: NodeEnd): number {
  return event.type === 'node-finished' ? event.elapsedSeconds : (event.at - event.startedAt) / 1000;
}

export function roundsStartData(event: RoundsStarted): JsonObject {
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
export function roundStartEvents(event: RoundStarted, context: StreamContext): readonly StreamEvent[] {
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

export function roundsEndData(event: NodeFinished): JsonObject {
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
