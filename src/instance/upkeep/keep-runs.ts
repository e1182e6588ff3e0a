import type { TenantId, WorkflowRunId } from '../../kernel/index.ts';
import {
  type RecoveryPolicy,
  recoverRun,
  resumeAnswered,
  resumeRun,
  type Scope,
  TIMEOUT_ACTION,
} from '../../operations/index.ts';
import { LeaseTrust } from '../../platform/clock/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { RunFacts } from '../../runs/index.ts';
import type { WorkflowRun } from '../../storage/index.ts';
import { LEASE_MS, type Rooms } from '../rooms/rooms.ts';

/** How often this process says that it lives, and looks for forms whose time is over. */
const HEARTBEAT_MS = 10_000;
/** How often a server looks whether a process that held runs has died. */
const PRESENCE_MS = 500;
/** How soon a stop that another process asked for is noticed. */
const WATCH_MS = 250;
/** With so many runs under way a server takes over no more until its next heartbeat. */
const MOST_UNDER_WAY = 500;

export interface RunKeeperOptions {
  /** A server also takes over what others left behind. */
  readonly isServer: boolean;
  readonly policy: RecoveryPolicy;
  readonly scopeOf: (tenantId: TenantId) => Scope;
  readonly log: Log;
}

interface RunKeeper extends RunKeeperOptions {
  readonly trust: LeaseTrust;
}

/**
 * Looks after the runs of a data directory while this process works on it: keeps the leases of its own runs alive and
 * hears when another process wants one stopped; a server also takes over runs whose process is gone, ends forms whose
 * time is over, and goes on with runs whose forms were answered before they paused. Returns how to stop it.
 */
export function keepRuns(rooms: Rooms, options: RunKeeperOptions): () => void {
  const keeper: RunKeeper = { ...options, trust: new LeaseTrust(rooms.clock, LEASE_MS) };
  const { isServer, log } = keeper;
  const guard = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => log.error('looking after runs failed', { error }));
  };
  const timers = [
    every(WATCH_MS, guard(stopWatch(rooms))),
    every(
      HEARTBEAT_MS,
      guard(() => heartbeat(rooms, keeper)),
    ),
  ];
  if (isServer)
    timers.push(
      every(
        PRESENCE_MS,
        guard(() => lookForGone(rooms, keeper)),
      ),
    );
  const onPause = ({ runId }: RunFacts) => guard(() => goOnIfAnswered(rooms, keeper, runId))();
  if (isServer) rooms.runs.pauseListeners.add(onPause);
  guard(() => begin(rooms, keeper))();
  return () => {
    for (const timer of timers) clearInterval(timer);
    rooms.runs.pauseListeners.delete(onPause);
  };
}

/** Keeps no process alive. */
function every(intervalMs: number, work: () => void): NodeJS.Timeout {
  return setInterval(work, intervalMs).unref();
}

/** What others left behind before this process came. */
async function begin(rooms: Rooms, keeper: RunKeeper): Promise<void> {
  await endLeasesOfGone(rooms);
  if (!keeper.isServer) return;
  await takeOver(rooms, keeper);
  await goOnWithAnswered(rooms, keeper);
}

/** A look costs next to nothing while nobody else has written. */
function stopWatch(rooms: Rooms): () => Promise<void> {
  let lastSeen = rooms.storage.open().foreignWrites();
  return async () => {
    if (rooms.runs.list().length === 0) return; // what was written meanwhile is looked at with the next run
    const seen = rooms.storage.open().foreignWrites();
    if (seen === lastSeen) return;
    lastSeen = seen;
    await heedStops(rooms);
  };
}

async function heedStops({ storage, runs, processName }: Rooms): Promise<void> {
  if (runs.list().length === 0) return;
  for (const { id } of await storage.open().system.runs.listStopRequests(processName)) runs.findByRun(id)?.stop();
}

async function heartbeat(rooms: Rooms, keeper: RunKeeper): Promise<void> {
  const { system } = rooms.storage.open();
  const held = rooms.runs.listHeld();
  if (held.length > 0) {
    await system.runs.renew({ owner: rooms.processName, expiresAt: rooms.leaseUntil() }, held);
    await heedStops(rooms);
  }
  if (!keeper.isServer) return;
  await endOverdueForms(rooms, keeper);
  await goOnWithAnswered(rooms, keeper);
  await takeOver(rooms, keeper);
}

/** A process of this machine that has died is believed no longer, however long its lease would have lasted. */
async function endLeasesOfGone({ storage, processName, isProcessGone }: Rooms): Promise<boolean> {
  const { runs } = storage.open().system;
  const gone = (await runs.listOwners()).filter((owner) => owner !== processName && isProcessGone(owner));
  for (const owner of gone) await runs.endLeases(owner);
  return gone.length > 0;
}

async function lookForGone(rooms: Rooms, keeper: RunKeeper): Promise<void> {
  if (await endLeasesOfGone(rooms)) await takeOver(rooms, keeper);
}

/** Runs that should be executing, and nobody executes them: after the end of a busy server they are many. */
async function takeOver(rooms: Rooms, keeper: RunKeeper): Promise<void> {
  const seen = new Set<string>();
  while (rooms.runs.list().length < MOST_UNDER_WAY) {
    const isTrusted = keeper.trust.holds();
    const interrupted = await rooms.storage.open().system.runs.listInterrupted();
    const free = interrupted.filter(({ leaseOwner }) => isTrusted || leaseOwner === null);
    const others = free.filter(({ id }) => !seen.has(id));
    if (others.length === 0) return;
    for (const run of others) {
      if (rooms.runs.isClosed) return;
      seen.add(run.id);
      await takeOverOne(rooms, keeper, run);
    }
  }
}

type Interrupted = Pick<WorkflowRun, 'id' | 'tenantId'>;

async function takeOverOne(
  rooms: Rooms,
  { scopeOf, policy, log }: RunKeeper,
  { id, tenantId }: Interrupted,
): Promise<void> {
  if (rooms.runs.listHeld().includes(id)) return; // this process was only asleep
  const started = await recoverRun(scopeOf(tenantId), { runId: id as WorkflowRunId, policy });
  if (started) log.info('took over an interrupted run', { run: id });
}

/** An answer may have come while the run still worked. */
async function goOnIfAnswered({ storage }: Rooms, keeper: RunKeeper, runId: WorkflowRunId): Promise<void> {
  const tenantId = await storage.open().system.lookups.findTenantOfRun(runId);
  if (tenantId) await resume(keeper, tenantId, runId);
}

/** Runs of processes that did not get as far, or are none to go on with what they began. */
async function goOnWithAnswered(rooms: Rooms, keeper: RunKeeper): Promise<void> {
  for (const { id, tenantId } of await rooms.storage.open().system.runs.listAnswered()) {
    if (rooms.runs.isClosed) return;
    await resume(keeper, tenantId, id);
  }
}

async function resume({ scopeOf, log }: RunKeeper, tenantId: TenantId, runId: WorkflowRunId): Promise<void> {
  await resumeAnswered(scopeOf(tenantId), { runId }).catch((error: unknown) =>
    log.warn('a run whose form was answered could not go on', { run: runId, error }),
  );
}

async function endOverdueForms(rooms: Rooms, { scopeOf, log }: RunKeeper): Promise<void> {
  for (const form of await rooms.storage.open().system.runs.listOverdueForms()) {
    const request = { runId: form.workflowRunId, actionId: TIMEOUT_ACTION, inputs: {}, formId: form.id };
    await resumeRun(scopeOf(form.tenantId), request).catch((error: unknown) =>
      log.warn('a form could not be timed out', { form: form.id, error }),
    );
  }
}
