/** Live runs: the registry, the log that readers follow, and the recorder that turns events into rows. */
export { LiveRuns } from './live-runs.ts';
export type { OpenOutputFilter, RunOutcome } from './output-filter.ts';
export { numberRecorded } from './recorded-events.ts';
export type { RunBirth } from './recorder-options.ts';
export { askedFiles } from './rows/message-files.ts';
export type { RunFacts } from './run-facts.ts';
export type { RunHandle } from './run-handle.ts';
export type { NumberedEvent, RunJournal, ToldEvent } from './run-log.ts';
export { createRunRecorder } from './run-recorder.ts';
