import type { PreparedNode } from '../prepared-graph.ts';
import type { RunFrame } from './run-frame.ts';

export interface ReadyNode<C> {
  readonly frame: RunFrame<C>;
  readonly node: PreparedNode<C>;
}

/** First in, first out, without moving what waits. */
export class ReadyQueue<C> {
  #waiting: ReadyNode<C>[] = [];
  #first = 0;

  push(frame: RunFrame<C>, node: PreparedNode<C>): void {
    this.#waiting.push({ frame, node });
  }

  /** The next node that is still ready: a node may have been started, or its frame closed, while it waited. */
  shift(): ReadyNode<C> | undefined {
    while (this.#first < this.#waiting.length) {
      const next = this.#waiting[this.#first];
      this.#first += 1;
      if (next && isStillReady(next)) return next;
    }
    this.#waiting = [];
    this.#first = 0;
    return undefined;
  }

  get isEmpty(): boolean {
    while (this.#first < this.#waiting.length) {
      const next = this.#waiting[this.#first];
      if (next && isStillReady(next)) return false;
      this.#first += 1;
    }
    return true;
  }
}

function isStillReady<C>({ frame, node }: ReadyNode<C>): boolean {
  return !frame.isClosed && frame.stateOf(node) === 'ready';
}
