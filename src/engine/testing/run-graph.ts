import type { JsonObject } from '../../kernel/index.ts';
import {
  type FormAnswer,
  type GraphDefinition,
  type PreparedGraph,
  prepareGraph,
  type RunEvent,
  type RunFinished,
  type RunLimits,
  type RunPaused,
  readRecordedEvents,
  recordEvents,
  startRun,
  toJsonObject,
  type Value,
  type VariableSelector,
} from '../index.ts';
import { countingIds, SimulatedClock } from './simulated-clock.ts';
import { tinyNodes } from './tiny-nodes.ts';

/** `{id: [type, data]}`; inside a container by `data.parent`. */
export type TinyGraph = Readonly<Record<string, readonly [type: string, data?: JsonObject]>>;

/** Edges as text: `a > b`, `a:handle > b`. */
export function graphOf(nodes: TinyGraph, edges: readonly string[]): GraphDefinition {
  return {
    nodes: Object.entries(nodes).map(([id, [type, data = {}]]) => {
      const { parent, ...rest } = data;
      const node = { id, type, title: id, version: '1', data: rest };
      return typeof parent === 'string' ? { ...node, parentId: parent } : node;
    }),
    edges: edges.map((edge) => {
      const [from = '', target = ''] = edge.split(' > ');
      const [source = '', sourceHandle = 'source'] = from.split(':');
      return { source, target, sourceHandle };
    }),
  };
}

export function prepared(nodes: TinyGraph, edges: readonly string[]): PreparedGraph<object> {
  const { graph, problems } = prepareGraph(graphOf(nodes, edges), tinyNodes);
  if (!graph) throw new Error(problems.map((problem) => problem.message).join('; '));
  return graph;
}

export interface TinyOptions {
  readonly limits?: Partial<RunLimits>;
  readonly inputs?: Readonly<Record<string, Value>>;
  readonly variables?: readonly (readonly [VariableSelector, Value])[];
  readonly history?: readonly RunEvent[];
  readonly answers?: Readonly<Record<string, FormAnswer>>;
  /** Sees each event as it happens, and may stop or pause the run. */
  readonly onEvent?: (event: RunEvent, run: { stop(): void; pause(message: string): void }) => void;
  readonly idPrefix?: string;
}

export interface TinyRun {
  readonly end: RunFinished | RunPaused;
  readonly outputs: JsonObject;
  readonly events: readonly RunEvent[];
}

export async function runGraph(graph: PreparedGraph<object>, options: TinyOptions = {}): Promise<TinyRun> {
  const events: RunEvent[] = [];
  const run = startRun({
    graph,
    variables: options.variables ?? [],
    inputs: options.inputs ?? {},
    capabilities: {},
    limits: { maxSteps: 500, maxSeconds: 1200, maxParallel: 10, ...options.limits },
    clock: new SimulatedClock(),
    ids: countingIds(options.idPrefix),
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event, run);
    },
    // as records keep them
    history: options.history?.length ? readRecordedEvents(recordEvents(options.history)) : [],
    ...(options.answers && { answers: options.answers }),
  });
  const end = await run.done;
  return { end, outputs: toJsonObject(end.outputs), events };
}

export async function run(nodes: TinyGraph, edges: readonly string[], options?: TinyOptions): Promise<TinyRun> {
  return runGraph(prepared(nodes, edges), options);
}

/** The events in short: `started a`, `finished a`, `"text"`. */
export function story(events: readonly RunEvent[]): string[] {
  return events.flatMap((event): string[] => {
    switch (event.type) {
      case 'node-started':
        return [`started ${event.nodeId}${placeOf(event.frame)}`];
      case 'node-retried':
        return [`retried ${event.nodeId}`];
      case 'node-finished':
        return [`${event.status === 'succeeded' ? 'finished' : event.status} ${event.nodeId}${placeOf(event.frame)}`];
      case 'rounds-started':
        return [`rounds ${event.nodeId}`];
      case 'round-started':
        return [`round ${event.nodeId} ${event.round}`];
      case 'text-delta':
        return [event.replaces ? `= "${event.text}"` : `"${event.text}"`];
      default:
        return [];
    }
  });
}

function placeOf(frame: readonly { readonly index: number }[]): string {
  return frame.length === 0 ? '' : ` @${frame.map((step) => step.index).join('.')}`;
}

/** What a client has on its screen after these events. */
export function shownText(events: readonly RunEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.type === 'text-delta') text = event.replaces ? event.text : text + event.text;
  }
  return text;
}
