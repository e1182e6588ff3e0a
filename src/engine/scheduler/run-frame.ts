import { KnownError, type ModelUsage } from '../../kernel/index.ts';
import type { Frame } from '../events/run-event.ts';
import type { Island, PreparedEdge, PreparedNode } from '../prepared-graph.ts';
import type { ResponseStream } from '../streaming/response-stream.ts';
import { addUsage, noUsage } from '../usage.ts';
import type { Value } from '../variables/value.ts';
import type { VariablePool } from '../variables/variable-pool.ts';

/**
 * A node in a frame is `unknown` until its incoming edges are decided, then `skipped` (none was taken) or `ready`;
 * a ready node becomes `open` (running, waiting for a retry or for a person) and then `done`.
 */
export type NodeState = 'unknown' | 'ready' | 'open' | 'done' | 'skipped';
const STATES: readonly NodeState[] = ['unknown', 'ready', 'open', 'done', 'skipped'];
const [UNKNOWN, READY, OPEN, DONE, SKIPPED] = [0, 1, 2, 3, 4];

/** Told what becomes of nodes and edges. */
export interface FrameListener<C> {
  nodeReady(frame: RunFrame<C>, node: PreparedNode<C>): void;
  edgeTaken(frame: RunFrame<C>, edge: PreparedEdge<C>): void;
}

/** Why a frame came to its end early. */
export interface FrameFailure {
  readonly nodeId: string;
  readonly error: string;
  readonly errorType: string;
  readonly errorCode?: string;
}

export interface FrameOrigin<C> {
  readonly parent: RunFrame<C>;
  readonly container: PreparedNode<C>;
  readonly containerExecutionId: string;
  readonly index: number;
}

/** One pass over an island: the top of the graph, or one round of a container. */
export class RunFrame<C> {
  readonly island: Island<C>;
  readonly path: Frame;
  /** Names the frame within the run. */
  readonly key: string;
  readonly origin: FrameOrigin<C> | undefined;
  readonly pool: VariablePool;
  readonly startedAt: number;
  readonly #listener: FrameListener<C>;
  readonly #states: Uint8Array;
  readonly #undecided: Uint32Array;
  readonly #hasTaken: Uint8Array;
  readonly #takenEdges: Uint8Array;
  readonly #predecessors: (string | undefined)[] = [];
  /** Made when somebody asks for the signal. */
  #abort: AbortController | undefined;
  #why = '';

  /** Nodes that are ready or open. */
  pending = 0;
  isClosed = false;
  isLoopEnd = false;
  failure: FrameFailure | undefined;
  usage: ModelUsage = noUsage;
  /** What its response nodes have put out. */
  outputs: Readonly<Record<string, Value>> = {};
  /** Conversation variables written in it. */
  readonly conversation = new Map<string, Value>();
  /** For islands with response nodes. */
  stream: ResponseStream<C> | undefined;

  constructor(
    island: Island<C>,
    pool: VariablePool,
    listener: FrameListener<C>,
    startedAt: number,
    origin?: FrameOrigin<C>,
  ) {
    this.island = island;
    this.pool = pool;
    this.#listener = listener;
    this.startedAt = startedAt;
    this.origin = origin;
    this.path = origin ? pathOf(origin) : [];
    this.key = keyOf(this.path);
    this.#states = new Uint8Array(island.nodes.length);
    this.#undecided = island.incomingCounts.slice();
    this.#hasTaken = new Uint8Array(island.nodes.length);
    this.#takenEdges = new Uint8Array(island.edgeCount);
  }

  /** Aborted when the work of the frame is no longer wanted. */
  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.isClosed) this.#abort.abort(this.#endReason());
    }
    return this.#abort.signal;
  }

  close(why: string): void {
    this.isClosed = true;
    this.#why = why;
    this.#abort?.abort(this.#endReason());
  }

  /** An error costs a stack: it is made only where somebody may hear it. */
  #endReason(): KnownError {
    return new KnownError('run_stopped', { message: this.#why });
  }

  stateOf(node: PreparedNode<C>): NodeState {
    return STATES[this.#states[node.slot] ?? UNKNOWN] ?? 'unknown';
  }

  isTaken(edge: PreparedEdge<C>): boolean {
    return this.#takenEdges[edge.slot] === 1;
  }

  /** The node whose edge made this one ready. */
  predecessorOf(node: PreparedNode<C>): string | undefined {
    return this.#predecessors[node.slot];
  }

  isInside(other: RunFrame<C>): boolean {
    for (let frame: RunFrame<C> | undefined = this; frame; frame = frame.origin?.parent)
      if (frame === other) return true;
    return false;
  }

  addUsage(usage: ModelUsage | undefined): void {
    if (!usage) return;
    for (let frame: RunFrame<C> | undefined = this; frame; frame = frame.origin?.parent) {
      frame.usage = addUsage(frame.usage, usage);
    }
  }

  /** Begins at `root`. An entry node has no work: its edges are taken at once. */
  enter(root: PreparedNode<C>): void {
    this.stream?.enter(root);
    if (root.isEntry) {
      this.#states[root.slot] = DONE;
      this.takeEdges(root, undefined);
    } else this.#makeReady(root);
  }

  open(node: PreparedNode<C>): void {
    if (this.#states[node.slot] !== READY) this.pending += 1;
    this.#states[node.slot] = OPEN;
  }

  /** Before its edges are decided, so that readers see the node as done. */
  done(node: PreparedNode<C>): void {
    this.#states[node.slot] = DONE;
  }

  /** Takes the edges of `handle` and skips the others (skips first); without a handle, takes all. */
  takeEdges(node: PreparedNode<C>, handle: string | undefined): void {
    const edges = node.outgoing;
    if (handle !== undefined) this.#skipEdges(edges.filter((edge) => edge.handle !== handle));
    for (const edge of edges) {
      if (handle === undefined || edge.handle === handle) this.#takeEdge(edge);
    }
  }

  /** A start that this run does not begin with. */
  skip(node: PreparedNode<C>): void {
    this.#states[node.slot] = SKIPPED;
    this.#skipEdges(node.outgoing);
  }

  #takeEdge(edge: PreparedEdge<C>): void {
    const { slot } = edge.target;
    this.#takenEdges[edge.slot] = 1;
    this.#hasTaken[slot] = 1;
    this.#predecessors[slot] = edge.source.id;
    this.#listener.edgeTaken(this, edge);
    if (this.#decide(slot) && this.#states[slot] === UNKNOWN) this.#makeReady(edge.target);
  }

  /** Depth first, as the skip would travel, with a stack of our own: graphs may be deep. */
  #skipEdges(edges: readonly PreparedEdge<C>[]): void {
    const open = edges.toReversed();
    for (let edge = open.pop(); edge; edge = open.pop()) {
      const { target } = edge;
      if (!this.#decide(target.slot) || this.#states[target.slot] !== UNKNOWN) continue;
      if (this.#hasTaken[target.slot]) this.#makeReady(target);
      else {
        this.#states[target.slot] = SKIPPED;
        for (let i = target.outgoing.length - 1; i >= 0; i -= 1) {
          const next = target.outgoing[i];
          if (next) open.push(next);
        }
      }
    }
  }

  /** Whether that was the last undecided edge of the node. */
  #decide(slot: number): boolean {
    const left = (this.#undecided[slot] ?? 0) - 1;
    this.#undecided[slot] = left;
    return left === 0;
  }

  #makeReady(node: PreparedNode<C>): void {
    this.#states[node.slot] = READY;
    this.pending += 1;
    this.#listener.nodeReady(this, node);
  }
}

function pathOf<C>({ parent, container, index }: FrameOrigin<C>): Frame {
  return [...parent.path, { containerId: container.id, container: container.inner?.kind ?? 'iteration', index }];
}

/** Container ids hold no NUL. */
export function keyOf(path: Frame): string {
  return path.length === 0 ? '' : path.map((step) => `${step.containerId}\0${step.index}`).join('\0');
}
