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
  // before anything is awaited, so that of many who come at once no more than may be are let in
  const place = scope.runs.reserve(app.id);
  try {
    await refuseTooMany(scope, app);
    const started = await start();
    limitTime(scope, started.handle);
    return started;
  } finally {
    place.leave();
  }
}

/** Undefined for any number. */
function mostAtOnce({ appLimits }: Needs, { maxActiveRequests }: LimitedApp): number | undefined {
  const limits = [maxActiveRequests ?? 0, appLimits.maxActive].filter((limit) => limit > 0);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** The run that is about to start is one of those that are counted. */
async function refuseTooMany(scope: Needs, app: LimitedApp): Promise<void> {
  const most = mostAtOnce(scope, app);
  if (most === undefined) return;
  const { id } = app;
  const here = scope.runs.countOf(id);
  if (here + (await scope.stores.runs.countElsewhere(id, scope.processName)) <= most) return;
  throw new KnownError('too_many_requests', {
    message: `Too many requests. Please try again later. The current maximum concurrent requests allowed for ${id} is ${most}.`,
  });
}

function limitTime({ clock, appLimits }: Needs, { done, stop }: RunHandle): void {
  const callOff = clock.after(Math.min(appLimits.maxSeconds * 1000, LONGEST_TIMER_MS), stop);
  void done.then(callOff);
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
