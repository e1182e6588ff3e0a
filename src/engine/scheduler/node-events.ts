import { errorText, KnownError } from '../../kernel/index.ts';
import type { NodeFinished, NodeStarted } from '../events/run-event.ts';
import { failed, type NodeFailed, type NodeSucceeded } from '../node.ts';
import type { PreparedNode } from '../prepared-graph.ts';
import { string } from '../variables/value.ts';
import type { Execution } from './run-state.ts';

type Draft<Event> = { -readonly [Key in keyof Event]: Event[Key] };

/** What every event of an execution says. */
export function placeOf<C>(execution: Execution<C>, at: number) {
  const { node, frame, id, index, predecessor } = execution;
  return {
    at,
    frame: frame.path,
    executionId: id,
    nodeId: node.id,
    nodeType: node.type,
    title: node.title,
    index,
    ...(predecessor !== undefined && { predecessorNodeId: predecessor }),
  };
}

// The two events of every node are written out: spreads cost more than all else that the engine does for a node.

export function nodeStarted<C>(execution: Execution<C>, at: number): NodeStarted {
  const { node, frame, id, index, predecessor } = execution;
  const event: Draft<NodeStarted> = {
    type: 'node-started',
    at,
    frame: frame.path,
    executionId: id,
    nodeId: node.id,
    nodeType: node.type,
    title: node.title,
    index,
  };
  if (predecessor !== undefined) event.predecessorNodeId = predecessor;
  if (node.description) event.description = node.description;
  return event;
}

/** How an execution came to its end: what `node-finished` says beside place and time. */
export type NodeEnd = Pick<NodeFinished, 'status' | 'outputs'> &
  Partial<Omit<NodeFinished, 'type' | 'at' | 'frame' | 'startedAt' | 'elapsedSeconds'>>;

export function nodeFinished<C>(
  execution: Execution<C>,
  at: number,
  elapsedSeconds: number,
  end: NodeEnd,
): NodeFinished {
  const { node, frame, id, index, predecessor } = execution;
  const event: Draft<NodeFinished> = {
    type: 'node-finished',
    at,
    frame: frame.path,
    executionId: id,
    nodeId: node.id,
    nodeType: node.type,
    title: node.title,
    index,
    startedAt: execution.startedAt,
    elapsedSeconds,
    status: end.status,
    outputs: end.outputs,
  };
  if (predecessor !== undefined) event.predecessorNodeId = predecessor;
  if (node.inner) event.rounds = execution.rounds?.started ?? 0;
  return Object.assign(event, end);
}

export function endOfSuccess<C>(node: PreparedNode<C>, result: NodeSucceeded): NodeEnd {
  const end: Draft<NodeEnd> = { status: 'succeeded', outputs: result.outputs };
  addRecord(end, result);
  if (node.isBranch) end.branch = (node.definition.role === 'branch' && result.branch) || 'source';
  if (result.updates) end.updates = result.updates;
  return end;
}

/** After the last attempt: the error strategy decides what the graph sees; the failed attempt's outputs are lost. */
export function endOfFailure<C>(node: PreparedNode<C>, result: NodeFailed): NodeEnd {
  const { errorStrategy, isBranch } = node;
  const end: Draft<NodeEnd> = {
    status: errorStrategy ? 'exception' : 'failed',
    outputs: outputsOfFailure(node, result),
    error: result.error,
    errorType: result.errorType,
  };
  addRecord(end, result);
  if (result.code !== undefined) end.errorCode = result.code;
  if (errorStrategy) end.errorStrategy = errorStrategy;
  if (errorStrategy && isBranch) end.branch = errorStrategy === 'fail-branch' ? 'fail-branch' : 'source';
  return end;
}

function outputsOfFailure<C>(node: PreparedNode<C>, result: NodeFailed): NodeEnd['outputs'] {
  if (!node.errorStrategy) return result.outputs ?? {};
  const defaults = node.errorStrategy === 'default-value' ? node.defaults : {};
  return { ...defaults, error_message: string(result.error), error_type: string(result.errorType) };
}

type Record = Pick<NodeFinished, 'inputs' | 'processData' | 'metadata' | 'usage'>;

/** What people may look at of an attempt. */
export function recordOf(result: Record): Record {
  const record: Draft<Record> = {};
  addRecord(record, result);
  return record;
}

function addRecord(to: Draft<Record>, result: Record): void {
  if (result.inputs) to.inputs = result.inputs;
  if (result.processData) to.processData = result.processData;
  if (result.metadata) to.metadata = result.metadata;
  if (result.usage) to.usage = result.usage;
}

/** What a node threw although nobody expected it to. */
export function crashed(error: unknown): NodeFailed {
  return failed('WorkflowNodeError', errorText(error), error instanceof KnownError ? { code: error.code } : {});
}
