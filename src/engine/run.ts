import type { Clock, IdSource } from '../kernel/index.ts';
import type { RunEvent, RunFinished, RunPaused } from './events/run-event.ts';
import type { FormAnswer } from './node.ts';
import type { PreparedGraph } from './prepared-graph.ts';
import type { Value, VariableSelector } from './variables/value.ts';

export interface RunLimits {
  /** `WORKFLOW_MAX_EXECUTION_STEPS`, 500. */
  readonly maxSteps: number;
  /** `WORKFLOW_MAX_EXECUTION_TIME`, 1200. */
  readonly maxSeconds: number;
  /** Nodes that run at the same time. */
  readonly maxParallel: number;
}

export interface RunOptions<Capabilities> {
  readonly graph: PreparedGraph<Capabilities>;
  /** Everything known before the first node: `sys`, `env`, `conversation`, `rag`. */
  readonly variables: Iterable<readonly [VariableSelector, Value]>;
  /** The start form's values: the root node reads them. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly capabilities: Capabilities;
  readonly limits: RunLimits;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Called synchronously, in order, for each new event. Must not throw. */
  readonly emit: (event: RunEvent) => void;
  /** Whether what a node has used until it was stopped counts as used by the run. */
  readonly countsStopped?: boolean;
  /** The events of earlier processes; the run goes on where they end. */
  readonly history?: readonly RunEvent[];
  /** Answers to forms the run waits for, by node id. */
  readonly answers?: Readonly<Record<string, FormAnswer>>;
}

export interface EngineRun {
  /** Resolves with the last event; never rejects. */
  readonly done: Promise<RunFinished | RunPaused>;
  /** As the stop endpoint: running nodes are aborted, the run ends as `stopped` with its outputs so far. */
  stop(): void;
  /** Running work is drained, ready work is kept; the run ends as paused. */
  pause(message: string): void;
}
