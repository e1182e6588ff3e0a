import { KnownError } from '../../kernel/index.ts';
import type { RoundFinished, RunEvent } from '../events/run-event.ts';
import type { RoundOutcome, RoundRequest, RoundsAnnouncement } from '../node.ts';
import type { RunOptions } from '../run.ts';
import { placeOf } from './node-events.ts';
import { applyEvent } from './replay.ts';
import type { RunFrame } from './run-frame.ts';
import type { Execution, RunState } from './run-state.ts';
import type { Work, Workload } from './workload.ts';

/** What rounds need of the run they are in. */
export interface RoundsHost<C> {
  /** Ends a frame that has nothing more to do. */
  afterFrameStep(frame: RunFrame<C>): void;
  /** Starts what is ready. */
  pump(): void;
  /** Ends all work in a frame. */
  stopInside(frame: RunFrame<C>, reason: string): void;
}

/** The rounds of containers: each is a frame of the same run, and its container waits for the outcome. */
export class LiveRounds<C> {
  readonly #options: Pick<RunOptions<C>, 'clock' | 'emit'>;
  readonly #state: RunState<C>;
  readonly #workload: Workload<C>;
  readonly #host: RoundsHost<C>;
  readonly #waiters = new Map<RunFrame<C>, (outcome: RoundOutcome) => void>();

  constructor(
    options: Pick<RunOptions<C>, 'clock' | 'emit'>,
    state: RunState<C>,
    workload: Workload<C>,
    host: RoundsHost<C>,
  ) {
    this.#options = options;
    this.#state = state;
    this.#workload = workload;
    this.#host = host;
  }

  announce(work: Work<C>, announcement: RoundsAnnouncement): void {
    const { execution } = work;
    const rounds = this.#state.roundsOf(execution);
    if (rounds.announced || work.isOver) return;
    const at = this.#options.clock.now();
    const container = execution.node.inner?.kind ?? 'iteration';
    this.#options.emit({ type: 'rounds-started', ...placeOf(execution, at), container, ...announcement });
    rounds.announced = announcement;
  }

  async run(work: Work<C>, request: RoundRequest): Promise<RoundOutcome> {
    const { execution } = work;
    const rounds = this.#state.roundsOf(execution);
    const known = rounds.outcomes.get(request.index);
    if (known) {
      rounds.outcomes.delete(request.index);
      return known;
    }
    if (work.isOver) throw new KnownError('run_stopped', { message: 'The run is over' });
    const frame = rounds.frames.get(request.index) ?? this.#start(execution, request);
    const outcome = new Promise<RoundOutcome>((resolve) => this.#waiters.set(frame, resolve));
    this.#workload.waitForRound(work);
    this.#host.afterFrameStep(frame);
    this.#host.pump();
    return outcome;
  }

  #start(execution: Execution<C>, { index, set, variables }: RoundRequest): RunFrame<C> {
    const { inner, id, type } = execution.node;
    // Dify core/workflow/nodes/iteration/exc.py, StartNodeIdNotFoundError
    if (!inner?.start) throw new Error(`field start_node_id in ${type} ${id} not found`);
    const place = placeOf(execution, this.#options.clock.now());
    const event: RunEvent = { type: 'round-started', ...place, container: inner.kind, round: index, set, variables };
    this.#options.emit(event);
    applyEvent(this.#state, event);
    const frame = this.#state.roundsOf(execution).frames.get(index);
    if (!frame) throw new Error(`Round ${index} of "${id}" did not start`);
    return frame;
  }

  /** All nodes of the round have ended, or one has failed for good. */
  end(frame: RunFrame<C>): void {
    const { origin, failure } = frame;
    const execution = this.#state.executions.get(origin?.containerExecutionId ?? '');
    if (!origin || !execution) return;
    if (failure) this.#host.stopInside(frame, failure.error);
    const at = this.#options.clock.now();
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
    this.#options.emit(event);
    this.#tell(execution, frame, origin.index, outcome);
  }

  #tell(execution: Execution<C>, frame: RunFrame<C>, index: number, outcome: RoundOutcome): void {
    const waiter = this.#waiters.get(frame);
    const work = this.#workload.find(execution.id);
    if (waiter && work) {
      this.#waiters.delete(frame);
      this.#workload.roundEnded(work);
      waiter(outcome);
    } else {
      // a round of an earlier process has ended before its container asked for it again
      this.#state.roundsOf(execution).outcomes.set(index, outcome);
    }
  }

  /** The container has ended and waits for its rounds no more. */
  abandon(execution: Execution<C>, reason: string): void {
    for (const frame of execution.rounds?.frames.values() ?? []) {
      this.#host.stopInside(frame, reason);
      this.#waiters.delete(frame);
      this.#state.closeFrame(frame, reason);
    }
  }
}
