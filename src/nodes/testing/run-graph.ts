import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type GraphNodeSource,
  type NodeFinished,
  prepareGraph,
  type RunEvent,
  type RunFinished,
  type RunPaused,
  startRun,
  toJsonObject,
  type Value,
  type VariableSelector,
} from '../../engine/index.ts';
import type { Clock, JsonObject } from '../../kernel/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { createNodeRegistry } from '../registry.ts';
import { limits } from './limits.ts';

/** For tests of nodes that need the real engine around them: containers, and what assigners write. */

export type Documents = Readonly<Record<string, JsonObject & { type: string }>>;

export interface GraphRun {
  readonly end: RunFinished | RunPaused;
  readonly events: readonly RunEvent[];
  readonly outputs: JsonObject;
  /** The last execution of a node. */
  finished(nodeId: string): NodeFinished | undefined;
}

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
  after: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** `edges`: texts like `start > loop` or `if:true > end`. `parentId` in a document puts its node into a container. */
export async function runGraph(
  documents: Documents,
  edges: readonly string[],
  given: { variables?: readonly (readonly [VariableSelector, Value])[]; capabilities?: Partial<NodeCapabilities> } = {},
): Promise<GraphRun> {
  const nodes = Object.entries(documents).map(
    ([id, { parentId, ...data }]): GraphNodeSource => ({
      id,
      type: String(data['type']),
      title: id,
      version: String(data['version'] ?? '1'),
      data,
      ...(typeof parentId === 'string' && { parentId }),
    }),
  );
  const prepared = prepareGraph({ nodes, edges: edges.map(edgeOf) }, createNodeRegistry());
  if (!prepared.graph) throw new Error(JSON.stringify(prepared.problems));
  const events: RunEvent[] = [];
  const end = await startRun({
    graph: prepared.graph,
    variables: given.variables ?? [],
    inputs: {},
    // a node that asks for a capability the test has not given fails with its name
    capabilities: { limits, ...given.capabilities } as NodeCapabilities,
    limits: { maxSteps: 500, maxSeconds: 60, maxParallel: 10 },
    clock,
    ids: { next: () => randomUUID() },
    emit: (event) => events.push(event),
  }).done;
  const finished = (id: string) =>
    events.findLast((event): event is NodeFinished => event.type === 'node-finished' && event.nodeId === id);
  return { end, events, outputs: toJsonObject(end.outputs), finished };
}

function edgeOf(text: string) {
  const [from = '', target = ''] = text.split(' > ');
  const [source = '', sourceHandle = 'source'] = from.split(':');
  return { source, target, sourceHandle };
}
