import type { RunEvent, RunFinished, RunPaused } from '../engine/index.ts';

/** How a run stands when its last event has happened. */
export type RunOutcome = RunFinished | RunPaused;

/**
 * What stands between an engine and everyone who records or reads its run: the rules of the app. It may leave out,
 * change and add, and never lets one event overtake another.
 */
export interface OutputFilter {
  /** Takes every event of the engine but the last, in order. */
  pass(event: RunEvent): void;
  /** Takes the last, and gives what is told in its place once all that comes before it was emitted. Never rejects. */
  close(outcome: RunOutcome): RunOutcome | Promise<RunOutcome>;
}

/** The way on from a filter. */
export interface FilterOutlet {
  emit(event: RunEvent): void;
  /** Nothing of what the engine has still to say would be let through. */
  stop(): void;
}

export type OpenOutputFilter = (outlet: FilterOutlet) => OutputFilter;
