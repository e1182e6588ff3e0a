import { errorText } from '../../kernel/index.ts';
import type { NodeFinished, RunEvent, RunFinished, RunPaused } from '../events/run-event.ts';
import type { FormAnswer, NodeChunk, NodeContext, NodeFailed, NodePaused, NodeResult } from '../node.ts';
import type { PreparedNode } from '../prepared-graph.ts';
import type { EngineRun, RunOptions } from '../run.ts';
import { TextLedger } from '../streaming/text-ledger.ts';
import { LiveRounds, type RoundsHost } from './live-rounds.ts';
import { nodeContext } from './node-context.ts';
import {
  crashed,
  endOfFailure,
  endOfSuccess,
  type NodeEnd,
  nodeFinished,
  nodeStarted,
  placeOf,
  recordOf,
} from './node-events.ts';
import { applyEvent } from './replay.ts';
import { type RunEndReason, runFinished, runPaused } from './run-end.ts';
import type { RunFrame } from './run-frame.ts';
import { type Execution, RunState } from './run-state.ts';
import { secondsOf, TimeBudget } from './time-budget.ts';
import { type Work, Workload } from './workload.ts';

/** Starts a run, or goes on with one from its `history`. Begins after the caller's turn, so the caller has the handle. */
export function startRun<C>(options: RunOptions<C>): EngineRun {
  const run = new LiveRun(options);
  queueMicrotask(() => run.safely(() => run.begin()));
  return run;
}

/**
 * Runs ready nodes, as many at once as allowed, and folds what they give into the state. Single-threaded: nodes work
 * side by side by waiting, and every result is handled in one piece, in order of arrival.
 */
class LiveRun<C> implements EngineRun, RoundsHost<C> {
  readonly done: Promise<RunFinished | RunPaused>;
  readonly #resolve: (end: RunFinished | RunPaused) => void;
  readonly #options: RunOptions<C>;
  readonly #state: RunState<C>;
  readonly #workload = new Workload<C>();
  readonly #rounds: LiveRounds<C>;
  readonly #answers: Map<string, FormAnswer>;
  readonly #pauseMessages: string[] = [];
  #time: TimeBudget;
  /** Nothing new is started; what is at work comes to its end. */
  #isDraining = false;
  #isStopped = false;
  #hasBegun = false;
  #isOver = false;

  constructor(options: RunOptions<C>) {
    const { promise, resolve } = Promise.withResolvers<RunFinished | RunPaused>();
    const { clock, emit, limits } = options;
    this.done = promise;
    this.#resolve = resolve;
    this.#options = options;
    this.#answers = new Map(Object.entries(options.answers ?? {}));
    this.#state = new RunState(options, new TextLedger((delta) => emit({ ...delta, at: clock.now() })));
    this.#rounds = new LiveRounds(options, this.#state, this.#workload, this);
    this.#time = new TimeBudget(clock, limits.maxSeconds, 0);
  }

  // Both may be called from inside `emit`, in the middle of a step: they take effect when the step is done.

  stop(): void {
    this.#isStopped = true;
    queueMicrotask(() => this.safely(() => this.#endStopped()));
  }

  pause(message: string): void {
    if (this.#isOver) return;
    this.#pauseMessages.push(message);
    this.#isDraining = true;
    queueMicrotask(() => this.safely(() => this.pump()));
  }

  /** A bug of ours or of whoever listens: without an end the run would hang, unheard it would take the process along. */
  safely(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#end('failed', { error: errorText(error), errorCode: 'internal_server_error' });
    }
  }

  begin(): void {
    const { history = [], clock, graph, limits } = this.#options;
    const misfit = this.#foldIn(history);
    if (this.#state.end) {
      this.#isOver = true;
      this.#resolve(this.#state.end);
      return;
    }
    const reason = history.length > 0 ? 'resumption' : 'initial';
    const event: RunEvent = { type: 'run-started', at: clock.now(), reason, rootNodeId: graph.rootNodeId };
    this.#options.emit(event);
    applyEvent(this.#state, event);
    this.#time = new TimeBudget(clock, limits.maxSeconds, this.#state.elapsedSeconds);
    this.#time.watch(() => this.#endLate());
    this.#state.text.goLive();
    if (misfit !== undefined) this.#end('failed', { error: misfit, errorCode: 'run_not_resumable' });
    else if (!this.#isStopped) this.#goOnWithOpenWork();
    this.#hasBegun = true;
    if (this.#isStopped) this.#endStopped();
    this.pump();
  }

  /** What earlier processes recorded; the reason when it does not belong to this graph. */
  #foldIn(history: readonly RunEvent[]): string | undefined {
    try {
      for (const event of history) applyEvent(this.#state, event);
      return undefined;
    } catch (error) {
      return errorText(error);
    }
  }

  /** What an earlier process had begun. */
  #goOnWithOpenWork(): void {
    for (const frame of this.#state.openFrames()) this.afterFrameStep(frame);
    const open = [...this.#state.executions.values()].sort((a, b) => a.index - b.index);
    for (const execution of open) {
      if (this.#isOver) return;
      if (!this.#state.executions.has(execution.id) || !this.#takeAnswer(execution)) continue;
      this.#state.reopen(execution, this.#options.clock.now());
      this.#run(execution);
    }
  }

  /** False when the execution waits for a person who has not answered. */
  #takeAnswer(execution: Execution<C>): boolean {
    const { form, node } = execution;
    if (!form || execution.answer) return true;
    const key = this.#answers.has(form.formId) ? form.formId : node.id;
    const answer = this.#answers.get(key);
    if (!answer) return false;
    this.#answers.delete(key);
    const at = this.#options.clock.now();
    const { id: nodeId, title } = node;
    const event: RunEvent = { type: 'form-answered', at, nodeId, title, formId: form.formId, answer };
    applyEvent(this.#state, event);
    this.#options.emit(event);
    return true;
  }

  pump(): void {
    if (!this.#hasBegun || this.#isStopped) return;
    const { maxParallel } = this.#options.limits;
    while (!this.#isOver && !this.#isDraining && this.#workload.leaves < maxParallel) {
      const next = this.#state.ready.shift();
      if (!next) break;
      this.#start(next.frame, next.node);
    }
    if (!this.#isOver && this.#workload.isIdle) this.#settle();
  }

  /** Nothing is at work: the run is over, or waits. */
  #settle(): void {
    if (this.#state.executions.size > 0 || !this.#state.ready.isEmpty) this.#endPaused();
    else this.#end('succeeded');
  }

  #start(frame: RunFrame<C>, node: PreparedNode<C>): void {
    const execution: Execution<C> = {
      id: this.#options.ids.next(),
      node,
      frame,
      index: this.#state.startedNodes + 1,
      predecessor: frame.predecessorOf(node),
      startedAt: this.#options.clock.now(),
      retries: 0,
    };
    this.#state.open(execution);
    this.#run(execution);
  }

  #run(execution: Execution<C>): void {
    const work = this.#workload.enter(execution, this.#options.clock.monotonic());
    // a container's start is told when it announces its rounds
    if (!execution.node.inner) this.#options.emit(nodeStarted(execution, execution.startedAt));
    this.#attempt(work);
  }

  #attempt(work: Work<C>): void {
    if (work.isOver) return;
    const { node } = work.execution;
    // a late chunk of an earlier attempt must not slip into this one
    const attempt = { isOver: false };
    const settle = (result: NodeResult) => {
      if (attempt.isOver || work.isOver) return;
      attempt.isOver = true;
      this.safely(() => this.#handle(work, result));
    };
    const crash = (error: unknown) => settle(crashed(error));
    try {
      node.definition.execute(node.config, this.#contextOf(work, attempt)).then(settle, crash);
    } catch (error) {
      queueMicrotask(() => crash(error));
    }
  }

  #contextOf(work: Work<C>, attempt: { readonly isOver: boolean }): NodeContext & C {
    const { execution } = work;
    const { node, frame } = execution;
    return nodeContext(this.#options, execution, {
      variables: node.inner ? this.#state.roundsOf(execution).before : frame.pool,
      emit: (chunk) => {
        if (!attempt.isOver && !work.isOver) this.#pass(work, chunk);
      },
      startRounds: (announcement) => this.#rounds.announce(work, announcement),
      runRound: (request) => this.#rounds.run(work, request),
    });
  }

  /** What a node sends while it works. */
  #pass(work: Work<C>, chunk: NodeChunk): void {
    const { clock, emit } = this.#options;
    const { id: executionId, node, frame } = work.execution;
    const nodeId = node.id;
    if (chunk.kind === 'spending') work.usageSoFar = chunk.usageSoFar;
    else if (chunk.kind === 'citations') work.citations = chunk.found;
    else if (chunk.kind === 'text') frame.stream?.chunk(nodeId, chunk.variable, chunk.text);
    else if (chunk.kind === 'agent-log') {
      emit({ type: 'agent-logged', at: clock.now(), nodeId, executionId, entry: chunk.entry });
    } else if (frame.stream?.shows(nodeId)) {
      const { text, isLast = false } = chunk;
      emit({ type: 'reasoning-delta', at: clock.now(), nodeId, text, isLast });
    }
  }

  #handle(work: Work<C>, result: NodeResult): void {
    const { node, retries } = work.execution;
    if (result.status === 'succeeded') this.#finish(work, endOfSuccess(node, result));
    else if (result.status === 'paused') this.#ask(work, result);
    else if (node.retry && retries < node.retry.maxRetries) this.#retry(work, result, node.retry.intervalMs);
    else this.#finish(work, endOfFailure(node, result));
  }

  #retry(work: Work<C>, result: NodeFailed, intervalMs: number): void {
    const { execution } = work;
    const { clock, emit } = this.#options;
    const again = () => {
      if (work.isOver) return;
      const { error, errorType, usage } = result;
      const retryIndex = execution.retries + 1;
      this.#state.retry(execution, retryIndex, usage);
      const about = { ...placeOf(execution, clock.now()), ...recordOf(result), startedAt: execution.startedAt };
      emit({ type: 'node-retried', ...about, retryIndex, error, errorType });
      if (!this.#isOver && !this.#checkLimits()) this.#attempt(work);
    };
    if (intervalMs === 0) again();
    else {
      clock.sleep(intervalMs, execution.frame.signal).then(again, () => {
        // the run or the round is over, and nobody waits for the node
      });
    }
  }

  /** A person is asked. What is at work elsewhere comes to its end; then the run waits. */
  #ask(work: Work<C>, { form, ...result }: NodePaused): void {
    const { clock, emit, ids } = this.#options;
    const { id: executionId, node } = work.execution;
    this.#workload.leave(work);
    const at = clock.now();
    emit(this.#endOf(work, at, { status: 'paused', outputs: {}, ...recordOf(result) }));
    const about = { at, nodeId: node.id, title: node.title, executionId };
    const expiresAt = at + form.timeoutMs;
    const event: RunEvent = { type: 'form-requested', ...about, formId: ids.next(), form, expiresAt };
    applyEvent(this.#state, event);
    emit(event);
    this.#isDraining = true;
    this.pump();
  }

  #finish(work: Work<C>, end: NodeEnd): void {
    const { execution } = work;
    this.#workload.leave(work);
    if (execution.rounds) this.#rounds.abandon(execution, end.error ?? 'The container has ended');
    const event = this.#endOf(work, this.#options.clock.now(), end);
    this.#state.finish(execution, event);
    this.#options.emit(event);
    if (this.#isOver || this.#checkLimits()) return;
    this.afterFrameStep(execution.frame);
    this.pump();
  }

  #endOf(work: Work<C>, at: number, end: NodeEnd): NodeFinished {
    const elapsedSeconds = secondsOf(this.#options.clock.monotonic() - work.startedMs);
    const told = work.citations ? { ...end, citations: work.citations } : end;
    return nodeFinished(work.execution, at, elapsedSeconds, told);
  }

  afterFrameStep(frame: RunFrame<C>): void {
    if (this.#isOver || frame.isClosed || !(frame.failure || frame.pending === 0)) return;
    if (frame.origin) this.#rounds.end(frame);
    else if (frame.failure) {
      const { nodeId, error, errorCode } = frame.failure;
      this.#end('failed', { error, failedNodeId: nodeId, ...(errorCode !== undefined && { errorCode }) });
    }
  }

  stopInside(frame: RunFrame<C>, reason: string): void {
    for (const execution of this.#state.openInside(frame)) {
      const work = this.#workload.find(execution.id);
      if (!work) continue;
      this.#workload.leave(work);
      const usage = this.#options.countsStopped ? work.usageSoFar?.() : undefined;
      execution.frame.addUsage(usage);
      const end: NodeEnd = { status: 'stopped', outputs: {}, error: reason, ...(usage && { usage }) };
      this.#options.emit(this.#endOf(work, this.#options.clock.now(), end));
    }
  }

  /** Checked when a node has ended, as Dify does (core/workflow/graph_engine/layers/execution_limits.py). */
  #checkLimits(): boolean {
    const { steps } = this.#state;
    const { maxSteps } = this.#options.limits;
    if (steps > maxSteps) {
      this.#end('failed', { error: `Maximum execution steps exceeded: ${steps} > ${maxSteps}` });
    } else if (this.#time.isExceeded) this.#endLate();
    return this.#isOver;
  }

  #endStopped(): void {
    if (this.#hasBegun) this.#end('stopped', { error: 'Stopped by user.', errorCode: 'run_stopped' });
  }

  #endLate(): void {
    this.#end('failed', { error: this.#time.message, errorCode: 'run_timed_out' });
  }

  #end(status: 'succeeded' | 'failed' | 'stopped', about: RunEndReason = {}): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (status !== 'succeeded') this.stopInside(this.#state.top, about.error ?? status);
    this.#state.text.finish();
    this.#close(runFinished(this.#state, this.#options.clock.now(), this.#time.elapsedSeconds, status, about));
  }

  #endPaused(): void {
    this.#isOver = true;
    this.#state.text.finish();
    this.#close(runPaused(this.#state, this.#options.clock.now(), this.#time.elapsedSeconds, this.#pauseMessages));
  }

  #close(event: RunFinished | RunPaused): void {
    const why = event.type === 'run-paused' ? 'The run is paused' : (event.error ?? 'The run has ended');
    this.#workload.drop();
    for (const frame of this.#state.openFrames()) frame.close(why);
    this.#time.stop();
    this.#resolve(event);
    this.#options.emit(event);
  }
}
