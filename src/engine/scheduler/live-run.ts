import { errorText, KnownError } from '../../kernel/index.ts';
import {
  type FormAnswer,
  failed,
  type NodeChunk,
  type NodeContext,
  type NodeFailed,
  type NodePaused,
  type NodeResult,
  type NodeSucceeded,
  type RoundOutcome,
  type RoundRequest,
  type RoundsAnnouncement,
} from '../node.ts';
import type { EngineRun, RunOptions } from '../run.ts';
import type { NodeFinished, RoundFinished, RunEvent, RunFinished, RunPaused } from '../run-event.ts';
import { TextLedger } from '../streaming/text-ledger.ts';
import { string } from '../value.ts';
import { type NodeEnd, nodeStarted, placeOf, recordOf } from './events.ts';
import { applyEvent } from './replay.ts';
import type { RunFrame } from './run-frame.ts';
import { type Execution, RunState } from './run-state.ts';

/** An execution in this process. */
interface Work<C> {
  readonly execution: Execution<C>;
  /** Of the monotonic clock. */
  startedMs: number;
  /** Rounds a container waits for. */
  waitingFor: number;
  /** Its result is no longer wanted. */
  isOver: boolean;
}

/** Starts a run, or goes on with one from its `history`. Begins after the caller's turn, so the caller has the handle. */
export function startRun<C>(options: RunOptions<C>): EngineRun {
  const run = new LiveRun(options);
  queueMicrotask(() => run.begin());
  return run;
}

/**
 * Runs ready nodes, as many at once as allowed, and folds what they give into the state. Single-threaded: nodes work
 * side by side by waiting, and every result is handled in one piece, in order of arrival.
 */
class LiveRun<C> implements EngineRun {
  readonly done: Promise<RunFinished | RunPaused>;
  readonly #resolve: (end: RunFinished | RunPaused) => void;
  readonly #options: RunOptions<C>;
  readonly #state: RunState<C>;
  readonly #work = new Map<string, Work<C>>();
  readonly #waiters = new Map<RunFrame<C>, (outcome: RoundOutcome) => void>();
  readonly #watchdog = new AbortController();
  readonly #answers: Map<string, FormAnswer>;
  /** Work that holds one of the parallel places: everything but containers. */
  #busyLeaves = 0;
  /** Containers that do something other than wait for their rounds. */
  #busyContainers = 0;
  #pauseMessages: string[] = [];
  #isDraining = false;
  #isStopped = false;
  #hasBegun = false;
  #isOver = false;
  #startedMs = 0;

  constructor(options: RunOptions<C>) {
    const { promise, resolve } = Promise.withResolvers<RunFinished | RunPaused>();
    this.done = promise;
    this.#resolve = resolve;
    this.#options = options;
    this.#answers = new Map(Object.entries(options.answers ?? {}));
    const { clock, emit } = options;
    this.#state = new RunState(options, new TextLedger((delta) => emit({ ...delta, at: clock.now() })));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#hasBegun) this.#end('stopped', { error: 'Stopped by user.', errorCode: 'run_stopped' });
  }

  pause(message: string): void {
    if (this.#isOver) return;
    this.#pauseMessages.push(message);
    this.#isDraining = true;
    this.#pump();
  }

  begin(): void {
    const { history = [], clock, graph } = this.#options;
    for (const event of history) applyEvent(this.#state, event);
    this.#startedMs = clock.monotonic();
    if (this.#state.end) {
      this.#isOver = true;
      this.#resolve(this.#state.end);
      return;
    }
    const reason = history.length > 0 ? 'resumption' : 'initial';
    const event: RunEvent = { type: 'run-started', at: clock.now(), reason, rootNodeId: graph.rootNodeId };
    this.#options.emit(event);
    applyEvent(this.#state, event);
    this.#state.text.goLive();
    this.#watchTime();
    if (!this.#isStopped) this.#goOnWithOpenWork();
    this.#hasBegun = true;
    if (this.#isStopped) this.stop();
    this.#pump();
  }

  /** What an earlier process had begun. */
  #goOnWithOpenWork(): void {
    for (const frame of this.#state.openFrames()) this.#afterFrameStep(frame);
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
    if (!form) return true;
    if (execution.answer) return true;
    const key = this.#answers.has(form.formId) ? form.formId : node.id;
    const answer = this.#answers.get(key);
    if (!answer) return false;
    this.#answers.delete(key);
    const event: RunEvent = {
      type: 'form-answered',
      at: this.#options.clock.now(),
      nodeId: node.id,
      title: node.title,
      formId: form.formId,
      answer,
    };
    applyEvent(this.#state, event);
    this.#options.emit(event);
    return true;
  }

  #pump(): void {
    if (!this.#hasBegun) return;
    const { maxParallel } = this.#options.limits;
    while (!this.#isOver && !this.#isDraining && this.#busyLeaves < maxParallel) {
      const next = this.#state.ready.shift();
      if (!next) break;
      this.#start(next);
    }
    if (!this.#isOver && this.#busyLeaves + this.#busyContainers === 0) this.#settle();
  }

  /** Nothing is at work: the run is over, or waits. */
  #settle(): void {
    const isWaiting = this.#state.executions.size > 0;
    if (isWaiting || !this.#state.ready.isEmpty) this.#endPaused();
    else this.#end('succeeded');
  }

  #start({ frame, node }: { frame: RunFrame<C>; node: Execution<C>['node'] }): void {
    const { clock, ids } = this.#options;
    const execution: Execution<C> = {
      id: ids.next(),
      node,
      frame,
      index: this.#state.startedNodes + 1,
      predecessor: frame.predecessorOf(node),
      startedAt: clock.now(),
      retries: 0,
    };
    this.#state.open(execution);
    this.#run(execution);
  }

  #run(execution: Execution<C>): void {
    const work: Work<C> = {
      execution,
      startedMs: this.#options.clock.monotonic(),
      waitingFor: 0,
      isOver: false,
    };
    this.#work.set(execution.id, work);
    if (execution.node.inner) this.#busyContainers += 1;
    else this.#busyLeaves += 1;
    // a container's start is told when it announces its rounds
    if (!execution.node.inner) this.#options.emit(nodeStarted(execution, execution.startedAt));
    this.#attempt(work);
  }

  #attempt(work: Work<C>): void {
    if (work.isOver) return;
    const { node } = work.execution;
    // A late chunk of an earlier attempt must not slip into this one.
    const attempt = { isOver: false };
    const settle = (result: NodeResult) => {
      if (attempt.isOver || work.isOver) return;
      attempt.isOver = true;
      this.#handle(work, result);
    };
    const crash = (error: unknown) => settle(crashed(error));
    try {
      node.definition.execute(node.config, this.#contextOf(work, attempt)).then(settle, crash);
    } catch (error) {
      queueMicrotask(() => crash(error));
    }
  }

  #contextOf(work: Work<C>, attempt: { isOver: boolean }): NodeContext & C {
    const { capabilities, clock, inputs } = this.#options;
    const { execution } = work;
    const { node, frame } = execution;
    const context: NodeContext = {
      nodeId: node.id,
      title: node.title,
      executionId: execution.id,
      variables: frame.pool,
      signal: frame.signal,
      clock,
      emit: (chunk) => {
        if (!attempt.isOver && !work.isOver) this.#chunk(execution, chunk);
      },
      startRounds: (announcement) => this.#announce(work, announcement),
      runRound: (request) => this.#runRound(work, request),
    };
    return {
      ...capabilities,
      ...context,
      ...(node.definition.role === 'root' && { inputs }),
      ...(execution.answer && { answer: execution.answer }),
    };
  }

  #chunk(execution: Execution<C>, chunk: NodeChunk): void {
    const { clock, emit } = this.#options;
    const { node, frame } = execution;
    if (chunk.kind === 'text') frame.stream?.chunk(node.id, chunk.variable, chunk.text);
    else if (chunk.kind === 'agent-log') {
      emit({ type: 'agent-logged', at: clock.now(), nodeId: node.id, executionId: execution.id, entry: chunk.entry });
    } else if (frame.stream?.shows(node.id)) {
      const { text, isLast = false } = chunk;
      emit({ type: 'reasoning-delta', at: clock.now(), nodeId: node.id, text, isLast });
    }
  }

  #handle(work: Work<C>, result: NodeResult): void {
    if (result.status === 'succeeded') this.#succeed(work, result);
    else if (result.status === 'paused') this.#ask(work, result);
    else this.#fail(work, result);
  }

  #succeed(work: Work<C>, result: NodeSucceeded): void {
    const { node } = work.execution;
    this.#finish(work, {
      status: 'succeeded',
      outputs: result.outputs,
      ...recordOf(result),
      ...(node.isBranch && { branch: node.definition.role === 'branch' ? (result.branch ?? 'source') : 'source' }),
      ...(result.updates && { updates: result.updates }),
      ...(result.citations && { citations: result.citations }),
    });
  }

  #fail(work: Work<C>, result: NodeFailed): void {
    const { node, retries } = work.execution;
    if (node.retry && retries < node.retry.maxRetries) {
      this.#retry(work, result);
      return;
    }
    const strategy = node.errorStrategy;
    const about = { error_message: string(result.error), error_type: string(result.errorType) };
    const outputs = strategy === 'default-value' ? { ...node.defaults, ...about } : strategy ? about : result.outputs;
    this.#finish(work, {
      status: strategy ? 'exception' : 'failed',
      outputs: outputs ?? {},
      ...recordOf(result),
      error: result.error,
      errorType: result.errorType,
      ...(result.code !== undefined && { errorCode: result.code }),
      ...(strategy && { errorStrategy: strategy }),
      ...(strategy && node.isBranch && { branch: strategy === 'fail-branch' ? strategy : 'source' }),
    });
  }

  #retry(work: Work<C>, result: NodeFailed): void {
    const { clock, emit } = this.#options;
    const { execution } = work;
    const again = () => {
      if (work.isOver) return;
      const at = clock.now();
      const retryIndex = execution.retries + 1;
      const { startedAt } = execution;
      this.#state.retry(execution, retryIndex, result.usage);
      const { error, errorType } = result;
      emit({
        type: 'node-retried',
        ...placeOf(execution, at),
        ...recordOf(result),
        retryIndex,
        error,
        errorType,
        startedAt,
      });
      if (this.#checkLimits()) return;
      this.#attempt(work);
    };
    const intervalMs = execution.node.retry?.intervalMs ?? 0;
    if (intervalMs === 0) again();
    // aborted only when the run or the round is over, and then nobody waits for the node
    else clock.sleep(intervalMs, execution.frame.signal).then(again, () => {});
  }

  #ask(work: Work<C>, result: NodePaused): void {
    const { clock, emit, ids } = this.#options;
    const { execution } = work;
    this.#leave(work);
    const at = clock.now();
    emit(this.#endOf(work, at, { status: 'paused', outputs: {}, ...recordOf(result) }));
    const event: RunEvent = {
      type: 'form-requested',
      at,
      nodeId: execution.node.id,
      title: execution.node.title,
      executionId: execution.id,
      formId: ids.next(),
      form: result.form,
      expiresAt: at + result.form.timeoutMs,
    };
    applyEvent(this.#state, event);
    emit(event);
    this.#isDraining = true;
    this.#pump();
  }

  #finish(work: Work<C>, end: NodeEnd): void {
    const { execution } = work;
    this.#leave(work);
    if (execution.rounds) {
      for (const frame of execution.rounds.frames.values()) this.#abandon(frame, end.error ?? 'The container is over');
    }
    const event = this.#endOf(work, this.#options.clock.now(), end);
    this.#state.finish(execution, event);
    this.#options.emit(event);
    if (this.#isOver || this.#checkLimits()) return;
    this.#afterFrameStep(execution.frame);
    this.#pump();
  }

  #endOf(work: Work<C>, at: number, end: NodeEnd): NodeFinished {
    const { execution } = work;
    const event: NodeFinished = {
      type: 'node-finished',
      ...placeOf(execution, at),
      ...end,
      startedAt: execution.startedAt,
      elapsedSeconds: (this.#options.clock.monotonic() - work.startedMs) / 1000,
    };
    return execution.node.inner ? { ...event, rounds: execution.rounds?.started ?? 0 } : event;
  }

  /** The work no longer holds its place. */
  #leave(work: Work<C>): void {
    work.isOver = true;
    this.#work.delete(work.execution.id);
    if (!work.execution.node.inner) this.#busyLeaves -= 1;
    else if (work.waitingFor === 0) this.#busyContainers -= 1;
  }

  /** A frame whose last node has ended, or one of whose nodes has failed for good, is over. */
  #afterFrameStep(frame: RunFrame<C>): void {
    if (this.#isOver || frame.isClosed || !(frame.failure || frame.pending === 0)) return;
    if (frame.origin) this.#endRound(frame);
    else if (frame.failure) {
      const { nodeId, error, errorCode } = frame.failure;
      this.#end('failed', { error, failedNodeId: nodeId, ...(errorCode !== undefined && { errorCode }) });
    }
  }

  #announce(work: Work<C>, announcement: RoundsAnnouncement): void {
    const { execution } = work;
    const rounds = this.#state.roundsOf(execution);
    if (rounds.announced || work.isOver) return;
    const at = this.#options.clock.now();
    this.#options.emit({
      type: 'rounds-started',
      ...placeOf(execution, at),
      container: execution.node.inner?.kind ?? 'iteration',
      ...announcement,
    });
    rounds.announced = announcement;
  }

  async #runRound(work: Work<C>, request: RoundRequest): Promise<RoundOutcome> {
    const { execution } = work;
    const rounds = this.#state.roundsOf(execution);
    const known = rounds.outcomes.get(request.index);
    if (known) {
      rounds.outcomes.delete(request.index);
      return known;
    }
    if (work.isOver) throw new KnownError('run_stopped', { message: 'The run is over' });
    const frame = rounds.frames.get(request.index) ?? this.#startRound(execution, request);
    const outcome = new Promise<RoundOutcome>((resolve) => this.#waiters.set(frame, resolve));
    if (work.waitingFor === 0) this.#busyContainers -= 1;
    work.waitingFor += 1;
    this.#afterFrameStep(frame);
    this.#pump();
    return outcome;
  }

  #startRound(execution: Execution<C>, request: RoundRequest): RunFrame<C> {
    const { inner, id, type } = execution.node;
    // Dify core/workflow/nodes/iteration/exc.py, StartNodeIdNotFoundError
    if (!inner?.start) throw new Error(`field start_node_id in ${type} ${id} not found`);
    const event: RunEvent = {
      type: 'round-started',
      ...placeOf(execution, this.#options.clock.now()),
      container: inner.kind,
      round: request.index,
      set: request.set,
      variables: request.variables,
    };
    this.#options.emit(event);
    applyEvent(this.#state, event);
    const frame = this.#state.roundsOf(execution).frames.get(request.index);
    if (!frame) throw new Error(`Round ${request.index} of "${id}" did not start`);
    return frame;
  }

  #endRound(frame: RunFrame<C>): void {
    const { clock, emit } = this.#options;
    const { origin, failure } = frame;
    const execution = this.#state.executions.get(origin?.containerExecutionId ?? '');
    if (!origin || !execution) return;
    if (failure) this.#stopInside(frame, failure.error);
    const at = clock.now();
    const event: RoundFinished = {
      type: 'round-finished',
      ...placeOf(execution, at),
      container: execution.node.inner?.kind ?? 'iteration',
      round: origin.index,
      status: failure ? 'failed' : 'succeeded',
      ...(failure && { error: failure.error, errorType: failure.errorType }),
      isLoopEnd: frame.isLoopEnd,
      elapsedSeconds: (at - frame.startedAt) / 1000,
    };
    const outcome = this.#state.closeRound(execution, frame, event);
    emit(event);
    this.#tell(execution, frame, outcome);
  }

  #tell(execution: Execution<C>, frame: RunFrame<C>, outcome: RoundOutcome): void {
    const waiter = this.#waiters.get(frame);
    const work = this.#work.get(execution.id);
    if (!waiter || !work) {
      this.#state.roundsOf(execution).outcomes.set(frame.origin?.index ?? 0, outcome);
      return;
    }
    this.#waiters.delete(frame);
    work.waitingFor -= 1;
    if (work.waitingFor === 0) this.#busyContainers += 1;
    waiter(outcome);
  }

  /** A round that nobody waits for any more. */
  #abandon(frame: RunFrame<C>, reason: string): void {
    this.#stopInside(frame, reason);
    this.#waiters.delete(frame);
    this.#state.closeFrame(frame, new KnownError('run_stopped', { message: reason }));
  }

  /** Ends all work in a frame. */
  #stopInside(frame: RunFrame<C>, reason: string): void {
    for (const execution of this.#state.openInside(frame)) {
      const work = this.#work.get(execution.id);
      if (!work) continue;
      this.#leave(work);
      const { clock, emit } = this.#options;
      emit(this.#endOf(work, clock.now(), { status: 'stopped', outputs: {}, error: reason }));
    }
  }

  /** Checked when a node has ended, as Dify does (core/workflow/graph_engine/layers/execution_limits.py). */
  #checkLimits(): boolean {
    const { maxSteps, maxSeconds } = this.#options.limits;
    const { steps } = this.#state;
    if (steps > maxSteps) {
      this.#end('failed', { error: `Maximum execution steps exceeded: ${steps} > ${maxSteps}` });
    } else if (this.#elapsed() > maxSeconds) this.#endLate();
    return this.#isOver;
  }

  /** A node that hangs must not keep the run beyond its time. */
  #watchTime(): void {
    const { clock, limits } = this.#options;
    const leftMs = Math.max(0, limits.maxSeconds - this.#state.elapsedSeconds) * 1000;
    if (leftMs > MAX_TIMER_MS) return;
    clock.sleep(leftMs, this.#watchdog.signal).then(
      () => this.#endLate(),
      () => {}, // the run has ended in time
    );
  }

  #endLate(): void {
    const { maxSeconds } = this.#options.limits;
    const error = `Maximum execution time exceeded: ${this.#elapsed().toFixed(2)}s > ${maxSeconds}s`;
    this.#end('failed', { error, errorCode: 'run_timed_out' });
  }

  #elapsed(): number {
    return this.#state.elapsedSeconds + (this.#options.clock.monotonic() - this.#startedMs) / 1000;
  }

  #end(status: 'succeeded' | 'failed' | 'stopped', about: RunEndReason = {}): void {
    if (this.#isOver) return;
    if (status !== 'succeeded') this.#stopInside(this.#state.top, about.error ?? status);
    const { exceptions, steps, top } = this.#state;
    const event: RunFinished = {
      type: 'run-finished',
      at: this.#options.clock.now(),
      status: status === 'succeeded' && exceptions > 0 ? 'partial-succeeded' : status,
      outputs: top.outputs,
      ...about,
      exceptionsCount: exceptions,
      totalSteps: steps,
      usage: top.usage,
      elapsedSeconds: this.#elapsed(),
    };
    this.#close(event, new KnownError('run_stopped', { message: about.error ?? `The run has ${status}` }));
  }

  #endPaused(): void {
    const { executions, top, steps } = this.#state;
    const forms = [...executions.values()].flatMap(({ form }) => (form ? [form] : []));
    const event: RunPaused = {
      type: 'run-paused',
      at: this.#options.clock.now(),
      reasons: [
        ...forms.map(({ nodeId, formId }) => ({ kind: 'human-input', nodeId, formId }) as const),
        ...this.#pauseMessages.map((message) => ({ kind: 'requested', message }) as const),
      ],
      outputs: top.outputs,
      elapsedSeconds: this.#elapsed(),
      totalSteps: steps,
      totalTokens: top.usage.totalTokens,
    };
    this.#close(event, new KnownError('run_paused'));
  }

  #close(event: RunFinished | RunPaused, reason: KnownError): void {
    this.#isOver = true;
    for (const work of this.#work.values()) work.isOver = true;
    this.#state.text.finish();
    for (const frame of this.#state.openFrames()) frame.close(reason);
    this.#watchdog.abort(reason);
    this.#options.emit(event);
    this.#resolve(event);
  }
}

/** Longer timers overflow in Node: a limit beyond is no limit. */
const MAX_TIMER_MS = 2 ** 31 - 1;

interface RunEndReason {
  readonly error?: string;
  readonly errorCode?: string;
  readonly failedNodeId?: string;
}

/** What a node threw although nobody expected it to. */
function crashed(error: unknown): NodeFailed {
  return failed('WorkflowNodeError', errorText(error), error instanceof KnownError ? { code: error.code } : {});
}
