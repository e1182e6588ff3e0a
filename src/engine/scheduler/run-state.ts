import type { ModelUsage } from '../../kernel/index.ts';
import type { FormRequested, Frame, NodeFinished, RoundFinished, RunFinished } from '../events/run-event.ts';
import type { FormAnswer, RoundOutcome, RoundsAnnouncement, VariableUpdate } from '../node.ts';
import type { PreparedEdge, PreparedGraph, PreparedNode } from '../prepared-graph.ts';
import type { RunOptions } from '../run.ts';
import { ResponseStream } from '../streaming/response-stream.ts';
import type { TextLedger } from '../streaming/text-ledger.ts';
import { renderValue } from '../variables/render-value.ts';
import { string, type Value } from '../variables/value.ts';
import { createVariablePool, type VariablePool } from '../variables/variable-pool.ts';
import { ReadyQueue } from './ready-queue.ts';
import { type FrameListener, keyOf, RunFrame } from './run-frame.ts';

/** A node at work, from its start to its end, over all attempts and processes. */
export interface Execution<C> {
  readonly id: string;
  readonly node: PreparedNode<C>;
  readonly frame: RunFrame<C>;
  readonly index: number;
  readonly predecessor: string | undefined;
  /** Of the current process's attempt. */
  startedAt: number;
  retries: number;
  /** Asked of a person, and not yet worked on. */
  form?: FormRequested;
  answer?: FormAnswer;
  rounds?: Rounds<C>;
}

/** What a container has done so far. */
export interface Rounds<C> {
  /** The variables when the container began: what it reads, also when it runs again after some rounds. */
  readonly before: VariablePool;
  announced?: RoundsAnnouncement;
  started: number;
  /** Rounds that go on. */
  readonly frames: Map<number, RunFrame<C>>;
  /** Rounds that have ended and that the container has not yet heard of. */
  readonly outcomes: Map<number, RoundOutcome>;
}

/**
 * Where a run stands: a fold over its events. A live run makes an event and folds it in; a resumed run folds in the
 * events of earlier processes first. Nothing else changes the state, so both come to the same.
 */
export class RunState<C> implements FrameListener<C> {
  readonly graph: PreparedGraph<C>;
  readonly top: RunFrame<C>;
  /** Open executions by id. */
  readonly executions = new Map<string, Execution<C>>();
  readonly ready = new ReadyQueue<C>();
  readonly #frames = new Map<string, RunFrame<C>>();

  steps = 0;
  /** Failed attempts, also inside of containers. */
  exceptions = 0;
  startedNodes = 0;
  /** Of all earlier processes. */
  elapsedSeconds = 0;
  #processStartedAt: number | undefined;
  #lastAt = 0;
  end: RunFinished | undefined;

  readonly text: TextLedger;

  constructor(options: Pick<RunOptions<C>, 'graph' | 'variables' | 'inputs'>, text: TextLedger) {
    this.graph = options.graph;
    this.text = text;
    const root = getNode(options.graph, options.graph.rootNodeId);
    const pool = createVariablePool(options.variables);
    // Dify puts the inputs under the root before it runs (core/workflow/workflow_entry.py)
    for (const [name, value] of Object.entries(options.inputs)) pool.set(root.id, name, value);
    this.top = this.#add(new RunFrame(root.island, pool, this, 0));
  }

  #begin(): void {
    const root = getNode(this.graph, this.graph.rootNodeId);
    for (const node of this.top.island.nodes) {
      const isOtherStart = node.definition.role === 'root' && node !== root && !node.isEntry;
      if (isOtherStart && node.parentId === undefined) this.top.skip(node);
    }
    this.top.enter(root);
  }

  /** A process begins. The time of one that crashed is known up to its last event. */
  beginProcess(at: number, reason: 'initial' | 'resumption'): void {
    if (this.#processStartedAt !== undefined) this.elapsedSeconds += (this.#lastAt - this.#processStartedAt) / 1000;
    this.#processStartedAt = at;
    this.#lastAt = at;
    if (reason === 'initial') this.#begin();
    else this.text.takeBackAll();
  }

  endProcess(elapsedSeconds: number): void {
    this.#processStartedAt = undefined;
    this.elapsedSeconds = elapsedSeconds;
  }

  sawTime(at: number): void {
    this.#lastAt = at;
  }

  frameAt(path: Frame): RunFrame<C> | undefined {
    return this.#frames.get(keyOf(path));
  }

  openFrames(): Iterable<RunFrame<C>> {
    return [...this.#frames.values()];
  }

  nodeReady(frame: RunFrame<C>, node: PreparedNode<C>): void {
    this.ready.push(frame, node);
  }

  edgeTaken(frame: RunFrame<C>, edge: PreparedEdge<C>): void {
    frame.stream?.edgeTaken(edge);
  }

  #add(frame: RunFrame<C>): RunFrame<C> {
    this.#frames.set(frame.key, frame);
    const isSkipped = (nodeId: string) => this.#isSkipped(frame, nodeId);
    if (frame.island.responses.length > 0) frame.stream = new ResponseStream(frame, this.text, isSkipped);
    return frame;
  }

  /** In the frame or in those around it. */
  #isSkipped(frame: RunFrame<C>, nodeId: string): boolean {
    const node = this.graph.nodes.get(nodeId);
    if (!node) return false;
    for (let each: RunFrame<C> | undefined = frame; each; each = each.origin?.parent) {
      if (each.island === node.island) return each.stateOf(node) === 'skipped';
    }
    return false;
  }

  open(execution: Execution<C>): void {
    execution.frame.open(execution.node);
    this.executions.set(execution.id, execution);
    this.startedNodes = Math.max(this.startedNodes, execution.index);
    this.steps += 1;
  }

  /** The node runs once more in another process. */
  reopen(execution: Execution<C>, at: number): void {
    execution.startedAt = at;
    delete execution.form;
    this.steps += 1;
  }

  retry(execution: Execution<C>, retryIndex: number, usage: ModelUsage | undefined): void {
    execution.retries = retryIndex;
    execution.frame.addUsage(usage);
    execution.frame.stream?.discard(execution.node.id);
    this.exceptions += 1;
    this.steps += 1;
  }

  finish(execution: Execution<C>, event: NodeFinished): void {
    const { frame, node } = execution;
    // a stopped node runs again when the run goes on; a paused one waits
    if (event.status === 'stopped' || event.status === 'paused') return;
    if (event.status !== 'succeeded') this.exceptions += 1;
    // the usage of a container is the sum of what its nodes used, which has been counted
    if (!node.inner) frame.addUsage(event.usage);
    this.executions.delete(execution.id);
    for (const round of execution.rounds?.frames.values() ?? []) this.closeFrame(round, 'The container has ended');
    frame.done(node);
    if (event.status === 'failed') fail(frame, event);
    else this.#goOn(frame, node, event);
    frame.pending -= 1;
  }

  #goOn(frame: RunFrame<C>, node: PreparedNode<C>, event: NodeFinished): void {
    for (const name in event.outputs) {
      const value = event.outputs[name];
      if (value) frame.pool.set(node.id, name, value);
    }
    for (const update of event.updates ?? []) this.#update(frame, update);
    if (event.status === 'succeeded') frame.stream?.close(node.id);
    else frame.stream?.discard(node.id);
    if (node.type === 'loop-end') frame.isLoopEnd = true;
    frame.takeEdges(node, node.isBranch ? (event.branch ?? 'source') : undefined);
    if (node.definition.role === 'response') frame.outputs = mergeOutputs(frame.outputs, event.outputs);
    frame.stream?.flush();
  }

  #update(frame: RunFrame<C>, { selector, value }: VariableUpdate): void {
    const [namespace, name] = selector;
    if (namespace === undefined || name === undefined) return;
    frame.pool.set(namespace, name, value);
    if (namespace === 'conversation') frame.conversation.set(name, value);
  }

  roundsOf(execution: Execution<C>): Rounds<C> {
    execution.rounds ??= { before: execution.frame.pool.fork(), started: 0, frames: new Map(), outcomes: new Map() };
    return execution.rounds;
  }

  openRound(execution: Execution<C>, round: RoundStart, start: PreparedNode<C>): RunFrame<C> {
    const { frame: parent, node } = execution;
    const pool = round.variables === 'isolated' ? parent.pool.fork() : parent.pool;
    if (round.variables === 'shared') for (const id of node.inner?.nodeIds ?? []) pool.clear(id);
    for (const [name, value] of Object.entries(round.set)) pool.set(node.id, name, value);
    const origin = { parent, container: node, containerExecutionId: execution.id, index: round.index };
    const frame = this.#add(new RunFrame(start.island, pool, this, round.at, origin));
    const rounds = this.roundsOf(execution);
    rounds.started += 1;
    rounds.frames.set(round.index, frame);
    return frame;
  }

  closeRound(execution: Execution<C>, frame: RunFrame<C>, event: RoundFinished): RoundOutcome {
    const { parent, index } = frame.origin ?? { parent: this.top, index: 0 };
    const rounds = this.roundsOf(execution);
    this.closeFrame(frame, 'The round has ended');
    rounds.frames.delete(index);
    for (const [name, value] of frame.conversation) this.#update(parent, { selector: ['conversation', name], value });
    const isShown = event.container === 'loop' || index === (rounds.announced?.length ?? 0) - 1;
    if (event.status === 'succeeded' && isShown) parent.outputs = mergeOutputs(parent.outputs, frame.outputs);
    return {
      status: event.status,
      ...(event.error !== undefined && { error: event.error }),
      ...(event.errorType !== undefined && { errorType: event.errorType }),
      isLoopEnd: event.isLoopEnd,
      variables: readerOf(frame.pool, parent.pool),
      elapsedSeconds: event.elapsedSeconds,
      usage: frame.usage,
    };
  }

  /** Closes a frame and all inside it; gives the executions that were still open, innermost first. */
  closeFrame(frame: RunFrame<C>, why: string): Execution<C>[] {
    const open = this.openInside(frame);
    for (const execution of open) this.executions.delete(execution.id);
    const inside = frame.pending === 0 ? [frame] : this.#framesInside(frame);
    for (const each of inside) {
      each.close(why);
      this.#frames.delete(each.key);
      this.text.closeFrame(each.key);
    }
    return open;
  }

  openInside(frame: RunFrame<C>): Execution<C>[] {
    if (frame.pending === 0) return [];
    return [...this.executions.values()]
      .filter((execution) => execution.frame.isInside(frame))
      .sort((a, b) => b.frame.path.length - a.frame.path.length || a.index - b.index);
  }

  #framesInside(frame: RunFrame<C>): RunFrame<C>[] {
    return [...this.#frames.values()].filter((each) => each.isInside(frame));
  }
}

export interface RoundStart {
  readonly index: number;
  readonly variables: 'isolated' | 'shared';
  readonly set: Readonly<Record<string, Value>>;
  readonly at: number;
}

export function getNode<C>(graph: PreparedGraph<C>, id: string): PreparedNode<C> {
  const node = graph.nodes.get(id);
  if (!node) throw new Error(`The graph has no node "${id}"`);
  return node;
}

/** What a shared round has written changes with the next one: its reader keeps the values of now. */
function readerOf(pool: VariablePool, parent: VariablePool): VariablePool {
  return pool === parent ? pool.fork() : pool;
}

function fail<C>(frame: RunFrame<C>, event: NodeFinished): void {
  frame.failure ??= {
    nodeId: event.nodeId,
    error: event.error ?? '',
    errorType: event.errorType ?? 'WorkflowNodeError',
    ...(event.errorCode !== undefined && { errorCode: event.errorCode }),
  };
}

type Outputs = Readonly<Record<string, Value>>;

/** Later outputs win, but answers follow one another (Dify core/workflow/runtime/graph_runtime_state.py). */
function mergeOutputs(outputs: Outputs, more: Outputs): Outputs {
  const [before, added] = [outputs['answer'], more['answer']];
  if (!before || !added) return { ...outputs, ...more };
  return { ...outputs, ...more, answer: string(renderValue(before, 'markdown') + renderValue(added, 'markdown')) };
}
