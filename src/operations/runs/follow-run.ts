import type { RunEvent } from '../../engine/index.ts';
import { type Caller, KnownError, type WorkflowRunId } from '../../kernel/index.ts';
import { numberRecorded, type RunFacts, type RunHandle, type ToldEvent } from '../../runs/index.ts';
import type { App, WorkflowRun } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { factsOfRow, historyOf } from './plan/stored-plan.ts';

export interface FollowRunRequest {
  readonly app: App;
  readonly runId: WorkflowRunId;
  /** Events after this place; without it only those that happen from now on, as Dify does. */
  readonly after?: number;
  /** From the first event on, unless the run is over. */
  readonly fromStart?: boolean;
  /** Where following ends before the run does: at a pause, be it an earlier one; at the next pause; nowhere. */
  readonly until: 'pause' | 'next-pause' | 'end';
  readonly signal: AbortSignal;
}

export interface FollowedRun {
  readonly facts: RunFacts;
  readonly row: WorkflowRun;
  /** What happened before: what the run's end tells rests on it. */
  readonly earlier: readonly RunEvent[];
  readonly events: AsyncIterable<ToldEvent>;
  /** The place of the last event that there was when following began. */
  readonly reached: number;
}

/** How often a run that another process executes is looked at, and one that waits for somebody's answer. */
const POLL_MS = 200;
const WAITING_POLL_MS = 2000;

/** The events of a run, recorded and coming, whoever executes it. */
export async function followRun(scope: Scope, request: FollowRunRequest): Promise<FollowedRun> {
  const row = await scope.stores.runs.find(request.runId);
  if (!row || row.appId !== request.app.id || !isVisible(row, scope.caller))
    throw new KnownError('not_found', { message: 'Workflow run not found.' });
  const facts = await factsOfRow(scope, request.app, row);
  const reached = await scope.stores.runs.findLastSequence(row.id);
  const after = request.after ?? (request.fromStart && row.finishedAt === null ? 0 : reached);
  return { row, facts, reached, earlier: await readUntil(scope, row, after), events: readOn(scope, request, after) };
}

/** People see the runs that they began; holders of a key or a token none. */
function isVisible({ createdBy }: WorkflowRun, { actor }: Caller): boolean {
  if (actor.kind === 'end-user') return createdBy === actor.endUserId;
  return actor.kind !== 'holder';
}

async function readUntil(scope: Pick<Scope, 'stores'>, row: WorkflowRun, last: number): Promise<RunEvent[]> {
  const earlier = (await historyOf(scope, row)).filter(({ sequence }) => sequence <= last);
  return earlier.map(({ event }) => event);
}

async function* readOn(scope: Scope, request: FollowRunRequest, after: number): AsyncGenerator<ToldEvent> {
  let last = after;
  let hasPaused = request.until === 'pause';
  while (!request.signal.aborted) {
    const live = scope.runs.findByRun(request.runId);
    for await (const event of live ? readLive(scope, live, last) : readRecorded(scope, request.runId, last)) {
      last = event.sequence;
      hasPaused = request.until !== 'end' && (event.event.type === 'run-paused' || hasPaused);
      yield event;
      if (event.event.type === 'run-finished') return;
    }
    const { status } = await scope.stores.runs.get(request.runId);
    const isOver = status !== 'running' && status !== 'scheduled' && (status !== 'paused' || hasPaused);
    if (isOver && (await scope.stores.runs.findLastSequence(request.runId)) <= last) return;
    await rest(scope, request, status === 'paused' ? WAITING_POLL_MS : POLL_MS);
  }
}

/** Until the run is looked at again; at once when it goes on here, or when nobody follows it any more. */
async function rest({ runs, clock }: Scope, { runId, signal }: FollowRunRequest, milliseconds: number): Promise<void> {
  const goesOn = new AbortController();
  const callOff = runs.onStart(runId, () => goesOn.abort());
  await clock.sleep(milliseconds, AbortSignal.any([signal, goesOn.signal])).catch(() => {}); // sooner
  callOff();
}

/** What was recorded before the run went on here, then what happens here. */
async function* readLive(
  scope: Pick<Scope, 'stores'>,
  live: Pick<RunHandle, 'facts' | 'firstSequence' | 'events'>,
  after: number,
): AsyncGenerator<ToldEvent> {
  let last = after;
  if (last < live.firstSequence - 1) {
    for await (const event of readRecorded(scope, live.facts.runId, last)) {
      if (event.sequence >= live.firstSequence) break;
      last = event.sequence;
      yield event;
    }
  }
  yield* live.events(last);
}

async function* readRecorded(
  scope: Pick<Scope, 'stores'>,
  runId: WorkflowRunId,
  after: number,
): AsyncGenerator<ToldEvent> {
  for await (const numbered of numberRecorded(scope.stores.runs.listEvents(runId, after), after)) {
    yield { ...numbered, place: numbered.sequence };
  }
}
