/**
 * Work nobody waits for. A *job* is a row of the queue: a name and a payload; a *kind* is the code for a name; an
 * *attempt* is one run of a job. The room knows no job by name: `instance` hands the runner its kinds.
 */
export { type BoundJob, bindJob } from './bound-job.ts';
export { type Attempt, defineJob, type EnqueueOptions, enqueueJob, toNewJob } from './define-job.ts';
export { JobRunner, type JobRunnerOptions } from './job-runner.ts';
