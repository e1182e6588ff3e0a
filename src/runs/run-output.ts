import type { RunEvent } from '../engine/index.ts';
import type { OpenOutputFilter, OutputFilter, RunOutcome } from './output-filter.ts';
import type { RunLog } from './run-log.ts';

/** Where the events of an engine go, and how the last one gets there. */
export interface RunOutput {
  readonly log: RunLog;
  append(event: RunEvent): void;
  end(outcome: RunOutcome): Promise<RunOutcome>;
}

/** Into the log; through the app's rules before, where it has some. */
export function openOutput(log: RunLog, open: OpenOutputFilter | undefined, stop: () => void): RunOutput {
  if (!open) return { log, append: (event) => log.append(event), end: async (outcome) => outcome };
  // after this turn: by then there is an engine to stop
  const filter: OutputFilter = open({ emit: (event) => log.append(event), stop: () => queueMicrotask(stop) });
  let closing: RunOutcome | Promise<RunOutcome> | undefined;
  return {
    log,
    append(event) {
      if (event.type !== 'run-finished' && event.type !== 'run-paused') return filter.pass(event);
      closing = filter.close(event);
      // at once where nothing has to be waited for: the end is recorded together with what came just before
      if (!(closing instanceof Promise)) log.append(closing);
    },
    async end(outcome) {
      const told = await closing;
      if (!told) return outcome; // the run had ended before: its end is recorded already
      if (closing instanceof Promise) log.append(told);
      return told;
    },
  };
}
