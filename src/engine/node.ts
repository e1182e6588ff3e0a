import type { z } from 'zod';
import type { Clock, JsonObject, ModelUsage } from '../kernel/index.ts';
import type { FileReference } from './variables/file-reference.ts';
import type { Value, VariableSelector } from './variables/value.ts';

/**
 * What the engine asks of a node type. A node reads variables, does its work and returns data; scheduling, retries,
 * error strategies, streaming and recording are the engine's, alike for all.
 */
export type NodeRole = 'executable' | 'branch' | 'container' | 'response' | 'root';

export interface NodeDefinition<Config, Capabilities> {
  /** The DSL's `data.type`. */
  readonly type: string;
  /** The DSL's `data.version`; several definitions of one type differ in it. */
  readonly version: string;
  readonly role: NodeRole;
  /** Dify's fields of the node's `data`, with defaults. Parsed once, when the graph is prepared. */
  readonly config: z.ZodType<Config>;
  /** Whether `retry_config` is obeyed (llm, code, http-request, tool). */
  readonly isRetryable?: boolean;
  /** The variables the node reads: what is checked and shown before a run. */
  readonly reads?: (config: Config) => readonly VariableSelector[];
  /** The variables outside its outputs that the node may change (assigners). */
  readonly writes?: (config: Config) => readonly VariableSelector[];
  /** The ways out of a branch node, except `fail-branch`. */
  readonly handles?: (config: Config) => readonly string[];
  /** What a response node sends to the client while the run goes on, piece by piece. */
  readonly response?: (config: Config) => readonly ResponseSegment[];
  /** For `extras`, `agent_strategy` and the like of the started event. */
  readonly describe?: (config: Config) => JsonObject;
  execute(config: Config, context: NodeContext & Capabilities): Promise<NodeResult>;
}

/** A piece of a response: literal text, or the value of a variable (streamed when its node streams it). */
export type ResponseSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly selector: VariableSelector };

/** Reads the variables of the run, as of now. */
export interface VariableReader {
  /** The value at a selector; a longer selector walks into objects and file attributes. Missing is undefined. */
  get(selector: VariableSelector): Value | undefined;
  /**
   * Replaces every `{{#a.b#}}`; a missing variable leaves its dotted path. Text: prompts, HTTP; markdown: answers; log:
   * what records show, with secrets masked.
   */
  render(template: string, form?: 'text' | 'markdown' | 'log'): string;
}

/** What a node has of the run. Capabilities (models, sandbox, …) are added by `nodes`. */
export interface NodeContext {
  readonly nodeId: string;
  readonly title: string;
  /** Id of this execution: the same in all attempts. */
  readonly executionId: string;
  readonly variables: VariableReader;
  /** Aborted when the run is stopped, paused by a limit or has failed elsewhere. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Sends something on while the node works. */
  emit(chunk: NodeChunk): void;
  /** Containers only: announces the rounds (`iteration_started`, `loop_started`). */
  startRounds(announcement: RoundsAnnouncement): void;
  /** Containers only: runs the inner graph once. Rounds that an earlier process finished return at once. */
  runRound(request: RoundRequest): Promise<RoundOutcome>;
  /** Root nodes only: what the run was started with (`RunOptions.inputs`). */
  readonly inputs?: Readonly<Record<string, Value>>;
  /** What a person answered, when the run was resumed after this node's pause. */
  readonly answer?: FormAnswer;
}

export type NodeChunk =
  /** A piece of the output `variable`; the last piece of a variable is marked. */
  | { readonly kind: 'text'; readonly variable: string; readonly text: string; readonly isLast?: boolean }
  /** Thinking that is not part of the text. */
  | { readonly kind: 'reasoning'; readonly text: string; readonly isLast?: boolean }
  | { readonly kind: 'agent-log'; readonly entry: AgentLogEntry }
  /** Pieces of knowledge the node works with (`retriever_resources`): named whether or not it succeeds. */
  | { readonly kind: 'citations'; readonly found: readonly JsonObject[] }
  /** What tells how much the node has used so far: for when it is stopped, and nobody waits for its result. */
  | { readonly kind: 'spending'; readonly usageSoFar: () => ModelUsage };

export interface AgentLogEntry {
  readonly id: string;
  readonly label: string;
  readonly parentId?: string;
  readonly status: 'start' | 'success' | 'error';
  readonly error?: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /** What the call of a tool has made. */
  readonly files?: readonly FileReference[];
}

export interface RoundsAnnouncement {
  /** How many rounds there will be at the most. */
  readonly length: number;
  readonly inputs: JsonObject;
}

export interface RoundRequest {
  /** From 0. */
  readonly index: number;
  /** `isolated`: the round sees its own copy of the variables (iteration); `shared`: the parent's (loop). */
  readonly variables: 'isolated' | 'shared';
  /** Set at `[container id, name]` before the round. */
  readonly set: Readonly<Record<string, Value>>;
}

export interface RoundOutcome {
  readonly status: 'succeeded' | 'failed';
  readonly error?: string;
  readonly errorType?: string;
  /** A `loop-end` node was reached. */
  readonly isLoopEnd: boolean;
  /** The variables as the round left them. */
  readonly variables: VariableReader;
  readonly elapsedSeconds: number;
  readonly usage?: ModelUsage;
}

export interface VariableUpdate {
  /** Two parts: `['conversation', name]` or `[loop id, name]`. */
  readonly selector: VariableSelector;
  readonly value: Value;
}

/** What a node's execution came to. */
export type NodeResult = NodeSucceeded | NodeFailed | NodePaused;

interface NodeRecord {
  /** What the node worked on, for people who look at the run. */
  readonly inputs?: JsonObject;
  readonly processData?: JsonObject;
  readonly usage?: ModelUsage;
  /** More keys of `execution_metadata`. */
  readonly metadata?: JsonObject;
}

export interface NodeSucceeded extends NodeRecord {
  readonly status: 'succeeded';
  readonly outputs: Readonly<Record<string, Value>>;
  /** The chosen way out of a branch node. */
  readonly branch?: string;
  readonly updates?: readonly VariableUpdate[];
}

export interface NodeFailed extends NodeRecord {
  readonly status: 'failed';
  readonly error: string;
  /** The exception class that Dify would name; error strategies show it to the graph. */
  readonly errorType: string;
  readonly outputs?: Readonly<Record<string, Value>>;
  /** Kernel error code behind it, when a caller can act on it (`provider_not_initialize`). */
  readonly code?: string;
}

export interface NodePaused extends NodeRecord {
  readonly status: 'paused';
  readonly form: FormRequest;
}

/** A question to a person; the run waits for the answer. */
export interface FormRequest {
  /** Markdown; fields stand as `{{#$output.NAME#}}`. */
  readonly content: string;
  readonly inputs: readonly JsonObject[];
  readonly actions: readonly { readonly id: string; readonly title: string; readonly buttonStyle: string }[];
  readonly defaults: JsonObject;
  readonly deliveryMethods: readonly JsonObject[];
  /** From the moment of asking. */
  readonly timeoutMs: number;
}

export type FormAnswer =
  | { readonly kind: 'submitted'; readonly actionId: string; readonly inputs: JsonObject }
  | { readonly kind: 'timed-out' };

export function succeeded(result: Omit<NodeSucceeded, 'status'>): NodeSucceeded {
  return { status: 'succeeded', ...result };
}

export function failed(
  errorType: string,
  error: string,
  record: Omit<NodeFailed, 'status' | 'error' | 'errorType'> = {},
): NodeFailed {
  return { status: 'failed', errorType, error, ...record };
}
