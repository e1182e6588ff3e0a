/** Live runs: the registry, the log that readers follow, and the recorder that turns events into rows. */
export { LiveRuns, type RunHandle, type StartRequest } from './live-runs.ts';
export type { FilterOutlet, OpenOutputFilter, OutputFilter, RunOutcome } from './output-filter.ts';
export { numberRecorded } from './recorded-events.ts';
export type { RunFacts } from './run-facts.ts';
export { type NumberedEvent, type RunJournal, RunLog, type ToldEvent } from './run-log.ts';
export { askedFiles, createRunRecorder, type RecorderOptions, type RunBirth } from './run-recorder.ts';
