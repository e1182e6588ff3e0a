import type { EngineRun, RunEvent } from '../engine/index.ts';
import type { OpenOutputFilter, RunOutcome } from './output-filter.ts';
import type { RunFacts } from './run-facts.ts';
import type { RunJournal, ToldEvent } from './run-log.ts';

/** A run that belongs to the instance: read by none, one or many, and stopped by whoever may. */
export interface RunHandle {
  readonly facts: RunFacts;
  /** Of the first event that happened here; those before it are in the records alone. */
  readonly firstSequence: number;
  /** Events after the given place (all without one), then those that follow; ends with the run's last. */
  events(after?: number): AsyncIterable<ToldEvent>;
  /** What has happened here so far and may be shown. */
  past(): Iterable<RunEvent>;
  /** Resolves when the last event is recorded; never rejects. */
  readonly done: Promise<RunOutcome>;
  stop(): void;
  pause(message: string): void;
  /** Ends the work without an end in the records: whoever looks after them next goes on with the run. */
  abandon(at: number): Promise<void>;
}

export interface StartRequest {
  readonly facts: RunFacts;
  /** Starts the engine; it calls `emit` for each event. */
  readonly start: (emit: (event: RunEvent) => void) => EngineRun;
  readonly journal?: RunJournal;
  /** The app's rules on what is recorded and shown; everything is without them. */
  readonly filter?: OpenOutputFilter;
  /** Of the first new event, when earlier processes have recorded some. */
  readonly firstSequence?: number;
}
