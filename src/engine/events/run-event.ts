import type { JsonObject, ModelUsage } from '../../kernel/index.ts';
import type { AgentLogEntry, FormAnswer, FormRequest, VariableUpdate } from '../node.ts';
import type { Value, VariableSelector } from '../variables/value.ts';

/**
 * Everything that happens in a run, in order. The state of a run is a fold over these events: `startRun` with the
 * events of an earlier process goes on where they end. Recorders store them, `protocol` turns them into Dify's stream
 * events. Times are milliseconds since the Unix epoch.
 */
export type RunEvent =
  | RunStarted
  | NodeStarted
  | NodeRetried
  | NodeFinished
  | RoundsStarted
  | RoundStarted
  | RoundFinished
  | TextDelta
  | ReasoningDelta
  | AgentLogged
  | FormRequested
  | FormAnswered
  | PresetAnswered
  | AnswerReplaced
  | RunPaused
  | RunFinished;

/** Inside which rounds something happened, outermost first; empty at the top of the graph. */
export type Frame = readonly FrameStep[];
export interface FrameStep {
  readonly containerId: string;
  readonly container: 'iteration' | 'loop';
  /** From 0. */
  readonly index: number;
}

interface InNode {
  readonly at: number;
  readonly frame: Frame;
  readonly executionId: string;
  readonly nodeId: string;
  readonly nodeType: string;
  readonly title: string;
  /** Counts the started nodes of the run from 1. */
  readonly index: number;
  readonly predecessorNodeId?: string;
}

export interface RunStarted {
  readonly type: 'run-started';
  readonly at: number;
  readonly reason: 'initial' | 'resumption';
  readonly rootNodeId: string;
}

export interface NodeStarted extends InNode {
  readonly type: 'node-started';
  readonly description?: JsonObject;
}

export interface NodeRetried extends InNode, NodeRecordFields {
  readonly type: 'node-retried';
  /** From 1. */
  readonly retryIndex: number;
  readonly error: string;
  readonly errorType: string;
  readonly startedAt: number;
}

interface NodeRecordFields {
  readonly inputs?: JsonObject;
  readonly processData?: JsonObject;
  readonly metadata?: JsonObject;
  readonly usage?: ModelUsage;
}

export interface NodeFinished extends InNode, NodeRecordFields {
  readonly type: 'node-finished';
  /** `exception`: failed, and its error strategy went on. `paused` waits for a form. */
  readonly status: 'succeeded' | 'failed' | 'exception' | 'stopped' | 'paused';
  readonly outputs: Readonly<Record<string, Value>>;
  readonly error?: string;
  readonly errorType?: string;
  readonly errorCode?: string;
  readonly errorStrategy?: 'fail-branch' | 'default-value';
  /** The way out that was taken, for branch nodes. */
  readonly branch?: string;
  readonly updates?: readonly VariableUpdate[];
  readonly citations?: readonly JsonObject[];
  readonly startedAt: number;
  readonly elapsedSeconds: number;
  /** Containers: how many rounds ran. */
  readonly rounds?: number;
}

/** A container begins: stands in the place of `node-started`. */
export interface RoundsStarted extends InNode {
  readonly type: 'rounds-started';
  readonly container: 'iteration' | 'loop';
  readonly length: number;
  readonly inputs: JsonObject;
}

export interface RoundStarted extends InNode {
  readonly type: 'round-started';
  readonly container: 'iteration' | 'loop';
  readonly round: number;
  readonly set: Readonly<Record<string, Value>>;
  /** As in `RoundRequest`; absent: isolated in iterations, shared in loops. */
  readonly variables?: 'isolated' | 'shared';
}

/** Not on the wire; tells a resumed run that it need not run the round again. */
export interface RoundFinished extends InNode {
  readonly type: 'round-finished';
  readonly container: 'iteration' | 'loop';
  readonly round: number;
  readonly status: 'succeeded' | 'failed';
  readonly error?: string;
  readonly errorType?: string;
  readonly isLoopEnd: boolean;
  readonly elapsedSeconds: number;
}

/** Text for the client, in the order in which it is to be read. */
export interface TextDelta {
  readonly type: 'text-delta';
  readonly at: number;
  readonly frame: Frame;
  /** The response node (answer or end) on whose behalf it is sent. */
  readonly responseNodeId: string;
  readonly selector: VariableSelector;
  readonly text: string;
  /** A piece that a node sent while it worked, rather than a whole value or literal text. */
  readonly isChunk?: boolean;
  /** A node whose text was sent runs again, after a crash or a failed attempt: `text` replaces all that was sent. */
  readonly replaces?: boolean;
  /** Of a text that replaces: how many of its first UTF-16 units repeat what was sent before and stays. */
  readonly keeps?: number;
}

export interface ReasoningDelta {
  readonly type: 'reasoning-delta';
  readonly at: number;
  readonly nodeId: string;
  readonly text: string;
  readonly isLast: boolean;
}

export interface AgentLogged {
  readonly type: 'agent-logged';
  readonly at: number;
  readonly nodeId: string;
  readonly executionId: string;
  readonly entry: AgentLogEntry;
}

export interface FormRequested {
  readonly type: 'form-requested';
  readonly at: number;
  readonly nodeId: string;
  readonly title: string;
  readonly executionId: string;
  readonly formId: string;
  readonly form: FormRequest;
  readonly expiresAt: number;
}

export interface FormAnswered {
  readonly type: 'form-answered';
  readonly at: number;
  readonly nodeId: string;
  readonly title: string;
  readonly formId: string;
  readonly answer: FormAnswer;
}

/**
 * The app's rules answer in the place of its graph. Comes before all else, and not from the engine, which runs the
 * answer as a graph of its own.
 */
export interface PresetAnswered {
  readonly type: 'preset-answered';
  readonly at: number;
  readonly answer: string;
  readonly reason: 'input_moderation' | 'annotation_reply';
  /** What a person wrote beforehand, and who. */
  readonly annotation?: AnnotationSource;
}

export interface AnnotationSource {
  readonly id: string;
  readonly accountId?: string;
  readonly accountName?: string;
}

/** The app's rules put another text in the place of all that was shown. Not from the engine, which goes on as it was. */
export interface AnswerReplaced {
  readonly type: 'answer-replaced';
  readonly at: number;
  readonly text: string;
  readonly reason: 'output_moderation';
  /** No text of the run is shown after it. */
  readonly isFinal: boolean;
  /** The answer was complete: nothing but the end of its run follows. */
  readonly isAtEnd?: true;
}

export interface RunPaused {
  readonly type: 'run-paused';
  readonly at: number;
  readonly reasons: readonly PauseReason[];
  readonly outputs: Readonly<Record<string, Value>>;
  readonly elapsedSeconds: number;
  readonly totalSteps: number;
  readonly totalTokens: number;
}

export type PauseReason =
  | { readonly kind: 'human-input'; readonly nodeId: string; readonly formId: string }
  | { readonly kind: 'requested'; readonly message: string };

export interface RunFinished {
  readonly type: 'run-finished';
  readonly at: number;
  readonly status: 'succeeded' | 'failed' | 'stopped' | 'partial-succeeded';
  readonly outputs: Readonly<Record<string, Value>>;
  readonly error?: string;
  readonly errorCode?: string;
  /** The node whose failure ended the run. */
  readonly failedNodeId?: string;
  readonly exceptionsCount: number;
  readonly totalSteps: number;
  readonly usage: ModelUsage;
  /** Over all processes that worked on it. */
  readonly elapsedSeconds: number;
}
