import { KnownError } from '../../kernel/index.ts';
import type { RunHandle } from '../../runs/index.ts';
import type { App } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import type { StartedRun } from './run-app.ts';

type LimitedApp = Pick<App, 'id' | 'maxActiveRequests'>;
type Needs = Pick<Scope, 'runs' | 'stores' | 'processName' | 'appLimits' | 'clock'>;

/**
 * Starts a run that somebody asks an app for, unless as many as may be are under way, here and in other processes; one
 * that takes too long ends as if its user had stopped it (Dify 1.x core/app/features/rate_limiting,
 * base_app_queue_manager.py).
 */
export async function startWithin(
  scope: Needs,
  app: LimitedApp,
  start: () => Promise<StartedRun>,
): Promise<StartedRun> {
  const most = mostAtOnce(scope, app);
  const started = most === undefined ? await start() : await startInPlace(scope, app, most, start);
  limitTime(scope, started.handle);
  return started;
}

/** Undefined for any number. */
function mostAtOnce({ appLimits }: Needs, { maxActiveRequests }: LimitedApp): number | undefined {
  const limits = [maxActiveRequests ?? 0, appLimits.maxActive].filter((limit) => limit > 0);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** The place is taken before anything is awaited, so that of many who come at once no more than `most` are let in. */
async function startInPlace(scope: Needs, { id }: LimitedApp, most: number, start: () => Promise<StartedRun>) {
  const place = scope.runs.reserve(id);
  try {
    const here = scope.runs.countOf(id);
    if (here + (await scope.stores.runs.countElsewhere(id, scope.processName)) <= most) return await start();
  } finally {
    scope.runs.giveBack(place);
  }
  throw new KnownError('too_many_requests', {
    message: `Too many requests. Please try again later. The current maximum concurrent requests allowed for ${id} is ${most}.`,
  });
}

function limitTime({ clock, appLimits }: Needs, { done, stop }: RunHandle): void {
  const callOff = clock.after(Math.min(appLimits.maxSeconds * 1000, LONGEST_TIMER_MS), stop);
  void done.then(callOff);
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
