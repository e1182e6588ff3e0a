import type { Frame } from '../events/run-event.ts';
import type { Island, PreparedEdge, PreparedNode, ResponsePlan } from '../prepared-graph.ts';
import { renderValue } from '../variables/render-value.ts';
import type { VariableSelector } from '../variables/value.ts';
import type { VariablePool } from '../variables/variable-pool.ts';
import type { TextLedger, TextSource } from './text-ledger.ts';

/** What a stream must know of its frame. */
export interface StreamedFrame<C> {
  readonly key: string;
  readonly path: Frame;
  readonly island: Island<C>;
  readonly pool: VariablePool;
  isTaken(edge: PreparedEdge<C>): boolean;
}

/** One response node's text on its way to the client. */
interface Session<C> {
  readonly plan: ResponsePlan<C>;
  readonly source: TextSource;
  /** The segment that is sent now. */
  segment: number;
  /** How many chunks of it have been sent. */
  chunks: number;
}

interface Buffer {
  readonly chunks: string[];
  isClosed: boolean;
}

/**
 * The text that the response nodes of a frame send while the run goes on, one node after another.
 *
 * A session is `held` until its node can be reached from the root over edges that hold nothing back or are taken; then
 * it is `active`, or `waiting` while another is. Dify looks at all simple paths from the root (its
 * response_coordinator), of which there may be 2^n; that a path without blocking edges is left is the same as
 * reachability, which costs each edge at most twice.
 */
export class ResponseStream<C> {
  readonly #frame: StreamedFrame<C>;
  readonly #ledger: TextLedger;
  readonly #isSkipped: (nodeId: string) => boolean;
  readonly #held: Map<number, ResponsePlan<C>>;
  /** By hold group, then by slot. */
  readonly #reached: readonly Uint8Array[];
  readonly #waiting: Session<C>[] = [];
  readonly #buffers = new Map<string, Map<string, Buffer>>();
  #active: Session<C> | undefined;

  constructor(frame: StreamedFrame<C>, ledger: TextLedger, isSkipped: (nodeId: string) => boolean) {
    const { responses, holdGroups, nodes } = frame.island;
    this.#frame = frame;
    this.#ledger = ledger;
    this.#isSkipped = isSkipped;
    this.#held = new Map(responses.map((plan) => [plan.node.slot, plan]));
    this.#reached = holdGroups.map(() => new Uint8Array(nodes.length));
  }

  enter(root: PreparedNode<C>): void {
    this.#activate(this.#reached.flatMap((_, group) => this.#spread(group, root)));
  }

  edgeTaken(edge: PreparedEdge<C>): void {
    if (this.#held.size === 0) return;
    for (const [group, reached] of this.#reached.entries()) {
      if (reached[edge.source.slot] && !reached[edge.target.slot]) this.#activate(this.#spread(group, edge.target));
    }
  }

  /** A piece of a variable of a node at work. */
  chunk(nodeId: string, variable: string, text: string): void {
    if (text === '' || !this.#frame.island.streamed.get(nodeId)?.has(variable)) return;
    const ofNode = this.#buffers.get(nodeId) ?? new Map<string, Buffer>();
    this.#buffers.set(nodeId, ofNode);
    const buffer = ofNode.get(variable) ?? { chunks: [], isClosed: false };
    ofNode.set(variable, buffer);
    buffer.chunks.push(text);
    this.flush();
  }

  /** The node has succeeded: its chunks are all there. Its outputs are in the pool already. */
  close(nodeId: string): void {
    for (const buffer of this.#buffers.get(nodeId)?.values() ?? []) buffer.isClosed = true;
    if (this.#active && this.#isAt(this.#active, nodeId)) this.#ledger.settle(this.#active.source);
  }

  /** What the node has sent counts no more: it runs again, or its error strategy gives other values. */
  discard(nodeId: string): void {
    this.#buffers.delete(nodeId);
    if (!this.#active || !this.#isAt(this.#active, nodeId)) return;
    this.#active.chunks = 0;
    this.#ledger.takeBack(this.#active.source, nodeId);
  }

  /** Sends all that can be sent now. */
  flush(): void {
    for (let session = this.#active; session; session = this.#active) {
      const { segments } = session.plan;
      while (session.segment < segments.length && this.#sendSegment(session)) {
        session.segment += 1;
        session.chunks = 0;
      }
      if (session.segment < segments.length) return;
      this.#active = this.#waiting.shift();
    }
  }

  /** Whether a response that may be sent shows the text of this node, so that its reasoning is of interest too. */
  shows(nodeId: string): boolean {
    return [this.#active, ...this.#waiting].some((session) =>
      session?.plan.segments.some(
        (segment) =>
          segment.kind === 'variable' &&
          segment.selector[0] === nodeId &&
          (segment.selector[1] === 'text' || segment.selector[1] === 'reasoning_content'),
      ),
    );
  }

  /** True when the segment is done with. */
  #sendSegment(session: Session<C>): boolean {
    const segment = session.plan.segments[session.segment];
    if (!segment) return true;
    if (segment.kind === 'variable') return this.#sendVariable(session, segment.selector);
    this.#ledger.send(session.source, [session.plan.node.id, 'answer'], segment.text);
    return true;
  }

  #sendVariable(session: Session<C>, selector: VariableSelector): boolean {
    const [nodeId = '', name = ''] = selector;
    if (this.#isSkipped(nodeId)) return true;
    const buffer = selector.length === 2 ? this.#buffers.get(nodeId)?.get(name) : undefined;
    if (buffer) {
      for (; session.chunks < buffer.chunks.length; session.chunks += 1) {
        this.#ledger.send(session.source, selector, buffer.chunks[session.chunks] ?? '', !buffer.isClosed);
      }
      return buffer.isClosed;
    }
    const value = this.#frame.pool.get(selector);
    if (value === undefined) return false;
    this.#ledger.send(session.source, selector, renderValue(value, 'markdown'));
    return true;
  }

  /** Whether the session is sending a variable of this node. */
  #isAt(session: Session<C>, nodeId: string): boolean {
    const segment = session.plan.segments[session.segment];
    return segment?.kind === 'variable' && segment.selector[0] === nodeId;
  }

  /** Marks what can be reached from `start`, and gives the responses among it. */
  #spread(group: number, start: PreparedNode<C>): ResponsePlan<C>[] {
    const reached = this.#reached[group];
    const holders = this.#frame.island.holdGroups[group];
    if (!reached || reached[start.slot]) return [];
    const found: ResponsePlan<C>[] = [];
    const open = [start];
    reached[start.slot] = 1;
    for (let node = open.pop(); node; node = open.pop()) {
      const plan = this.#held.get(node.slot);
      if (plan?.holdGroup === group) found.push(plan);
      const isHolder = holders?.has(node.slot);
      for (const edge of node.outgoing) {
        if (reached[edge.target.slot] || (isHolder && !this.#frame.isTaken(edge))) continue;
        reached[edge.target.slot] = 1;
        open.push(edge.target);
      }
    }
    return found;
  }

  #activate(plans: readonly ResponsePlan<C>[]): void {
    if (plans.length === 0) return;
    const { key, path } = this.#frame;
    for (const plan of plans.toSorted((a, b) => (a.node.id < b.node.id ? -1 : 1))) {
      this.#held.delete(plan.node.slot);
      const source = { frameKey: key, frame: path, responseNodeId: plan.node.id };
      this.#waiting.push({ plan, source, segment: 0, chunks: 0 });
      if (this.#active) continue;
      this.#active = this.#waiting.shift();
      this.flush();
    }
  }
}
