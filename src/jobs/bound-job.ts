import type { Job, NewJob } from '../storage/index.ts';
import { type Attempt, type Backoff, type JobDefinition, parsePattern, toNewJob } from './define-job.ts';

/** A definition together with the way into its scope: what the runner runs without knowing either's type. */
export interface BoundJob {
  readonly name: string;
  readonly concurrency: number;
  readonly timeoutMs: number | undefined;
  readonly backoff: Backoff;
  readonly schedule: BoundSchedule | undefined;
  readonly isBreakable: boolean;
  isWorthRetrying(error: unknown): boolean;
  run(job: Job, attempt: Attempt): Promise<void>;
}

export interface BoundSchedule {
  readonly job: NewJob;
  /** The first turn after an instant. */
  nextTurn(after: number): number | undefined;
  /** The last turn before an instant, where one that was missed is made up for. */
  missedTurn(before: number): number | undefined;
}

/** A payload that does not fit: the job can only be given up. */
class UnreadablePayload extends Error {}

export function bindJob<Scope, Payload>(
  definition: JobDefinition<Scope, Payload>,
  enter: (job: Job) => Scope | Promise<Scope>,
): BoundJob {
  const { name, concurrency, timeoutMs, backoff, isBreakable, isWorthRetrying } = definition;
  return {
    ...{ name, concurrency, timeoutMs, backoff, isBreakable },
    schedule: bindSchedule(definition),
    isWorthRetrying: (error) => !(error instanceof UnreadablePayload) && isWorthRetrying(error),
    run: async (job, attempt) => {
      const payload = definition.payload.safeParse(job.payload);
      if (!payload.success)
        throw new UnreadablePayload(`Job ${name} cannot read its payload`, { cause: payload.error });
      await definition.run(await enter(job), payload.data, attempt);
    },
  };
}

function bindSchedule<Scope, Payload>(definition: JobDefinition<Scope, Payload>): BoundSchedule | undefined {
  if (!definition.schedule) return undefined;
  const { pattern, payload, isMadeUpFor = false } = definition.schedule;
  const cron = parsePattern(pattern);
  return {
    // One turn may still be at work when the next comes: then the next is dropped.
    job: { ...toNewJob(definition, payload), dedupeKey: `schedule:${definition.name}` },
    nextTurn: (after) => cron.nextRun(new Date(after))?.getTime(),
    missedTurn: (before) => (isMadeUpFor ? cron.previousRuns(1, new Date(before))[0]?.getTime() : undefined),
  };
}
