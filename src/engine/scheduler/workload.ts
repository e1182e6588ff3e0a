import type { JsonObject, ModelUsage } from '../../kernel/index.ts';
import type { PreparedNode } from '../prepared-graph.ts';
import type { Execution } from './run-state.ts';

/** An execution in this process. */
export interface Work<C> {
  readonly execution: Execution<C>;
  /** Of the monotonic clock. */
  readonly startedMs: number;
  /** Rounds a container waits for. */
  waitingFor: number;
  /** Its result is no longer wanted. */
  isOver: boolean;
  usageSoFar?: () => ModelUsage;
  citations?: readonly JsonObject[];
}

/**
 * What is at work. Containers hold none of the parallel places, or nested ones would starve; and a container that waits
 * for its rounds does nothing, so a run whose other work has drained may pause.
 */
export class Workload<C> {
  readonly #works = new Map<string, Work<C>>();
  #leaves = 0;
  #busyContainers = 0;

  /** How many parallel places are taken. */
  get leaves(): number {
    return this.#leaves;
  }

  get isIdle(): boolean {
    return this.#leaves + this.#busyContainers === 0;
  }

  find(executionId: string): Work<C> | undefined {
    return this.#works.get(executionId);
  }

  enter(execution: Execution<C>, startedMs: number): Work<C> {
    const work: Work<C> = { execution, startedMs, waitingFor: 0, isOver: false };
    this.#works.set(execution.id, work);
    this.#count(execution.node, 1);
    return work;
  }

  leave(work: Work<C>): void {
    work.isOver = true;
    this.#works.delete(work.execution.id);
    if (work.waitingFor === 0) this.#count(work.execution.node, -1);
  }

  waitForRound(work: Work<C>): void {
    if (work.waitingFor === 0) this.#busyContainers -= 1;
    work.waitingFor += 1;
  }

  roundEnded(work: Work<C>): void {
    work.waitingFor -= 1;
    if (work.waitingFor === 0) this.#busyContainers += 1;
  }

  /** The run is over: whatever still comes is not wanted. */
  drop(): void {
    for (const work of this.#works.values()) work.isOver = true;
  }

  #count(node: PreparedNode<C>, change: 1 | -1): void {
    if (node.inner) this.#busyContainers += change;
    else this.#leaves += change;
  }
}
