import type { NodeFinished, NodeStarted } from '../run-event.ts';
import type { Execution } from './run-state.ts';

/** What every event of an execution says. */
export function placeOf<C>(execution: Execution<C>, at: number) {
  const { node, frame, id, index, predecessor } = execution;
  const place = {
    at,
    frame: frame.path,
    executionId: id,
    nodeId: node.id,
    nodeType: node.type,
    title: node.title,
    index,
  };
  return predecessor === undefined ? place : { ...place, predecessorNodeId: predecessor };
}

export function nodeStarted<C>(execution: Execution<C>, at: number): NodeStarted {
  const { description } = execution.node;
  const event: NodeStarted = { type: 'node-started', ...placeOf(execution, at) };
  return description ? { ...event, description } : event;
}

/** How an execution came to its end: what `node-finished` says beside place and time. */
export type NodeEnd = Pick<NodeFinished, 'status' | 'outputs'> &
  Partial<Omit<NodeFinished, 'type' | 'at' | 'frame' | 'startedAt' | 'elapsedSeconds'>>;

/** What people may look at of an attempt. */
export function recordOf(result: Pick<NodeFinished, 'inputs' | 'processData' | 'metadata' | 'usage'>) {
  return {
    ...(result.inputs && { inputs: result.inputs }),
    ...(result.processData && { processData: result.processData }),
    ...(result.metadata && { metadata: result.metadata }),
    ...(result.usage && { usage: result.usage }),
  };
}
