import { Cron } from 'croner';
import type { z } from 'zod';
import type { JobId, JsonValue } from '../kernel/index.ts';
import type { Job, NewJob } from '../storage/index.ts';

/** What a job is told about its present attempt. */
export interface Attempt {
  readonly id: JobId;
  /** 1 for the first. */
  readonly number: number;
  /** Aborted when the process ends, time is over, or another process has taken the job. */
  readonly signal: AbortSignal;
}

export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface JobOptions<Scope, Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  run(scope: Scope, payload: Payload, attempt: Attempt): Promise<void>;
  /** 5 when absent. A job may run more often than it succeeds: it must bear being repeated. */
  readonly maxAttempts?: number;
  /** How many run at a time, in all processes together; 1 when absent. */
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly backoff?: Backoff;
  /** False for errors that another attempt would only meet again. */
  readonly isWorthRetrying?: (error: unknown) => boolean;
  readonly schedule?: Schedule<Payload>;
  /** It bears being broken off at any place: a process that ends does not wait for it. False when absent. */
  readonly isBreakable?: boolean;
}

export interface Schedule<Payload> {
  /** A cron pattern, in UTC. */
  readonly pattern: string;
  /** What the turns are run with. */
  readonly payload: Payload;
  /** A turn that came while no process was there is made up for, once; else it is left out. */
  readonly isMadeUpFor?: boolean;
}

export type JobDefinition<Scope, Payload> = Required<Omit<JobOptions<Scope, Payload>, 'timeoutMs' | 'schedule'>> &
  Pick<JobOptions<Scope, Payload>, 'timeoutMs' | 'schedule'>;

const HOUR_MS = 3_600_000;
const DEFAULTS = {
  maxAttempts: 5,
  concurrency: 1,
  backoff: { firstMs: 1000, longestMs: HOUR_MS },
  isWorthRetrying: () => true,
  isBreakable: false,
} as const;

/** An operation nobody waits for. The scope it runs in is the runner's matter. */
export function defineJob<Scope, Payload>(options: JobOptions<Scope, Payload>): JobDefinition<Scope, Payload> {
  if (options.schedule) parsePattern(options.schedule.pattern);
  return { ...DEFAULTS, ...options };
}

export function parsePattern(pattern: string): Cron {
  return new Cron(pattern, { utcOffset: 0, paused: true }); // a zone by its name costs 30 ms at start
}

/** Who asked, when it may begin (an instant), and which other job makes it needless, or is made so by it. */
export type EnqueueOptions = Pick<NewJob, 'caller' | 'runAt' | 'priority' | 'dedupeKey' | 'isSuperseding'>;

/** Where jobs are put: a tenant's store, or the system's. */
export interface JobSink {
  enqueue(job: NewJob): Promise<Job>;
}

/** Adds a job; it runs soon, in this process or another. Inside a transaction it is added with the rest or not at all. */
export function enqueueJob<Scope, Payload>(
  sink: JobSink,
  definition: JobDefinition<Scope, Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<Job> {
  return sink.enqueue({ ...toNewJob(definition, payload), ...options });
}

export function toNewJob<Scope, Payload>(definition: JobDefinition<Scope, Payload>, payload: Payload): NewJob {
  const { name, maxAttempts } = definition;
  return { name, maxAttempts, payload: definition.payload.parse(payload) as JsonValue }; // printed as JSON and parsed again
}
