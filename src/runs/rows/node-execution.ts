import { executionMetadata, type NodeFinished, toJsonObject } from '../../engine/index.ts';
import type { NodeExecutionId } from '../../kernel/index.ts';
import type { NodeExecutionRecord } from '../../storage/index.ts';

/** The record of a node that has ended, or waits for a person. */
export function toNodeExecution(event: NodeFinished): NodeExecutionRecord {
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
