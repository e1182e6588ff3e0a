import type { JsonObject, JsonValue, ModelUsage } from '../kernel/index.ts';
import type { LanguageModel, LanguageRequest, PromptMessage } from '../models/index.ts';
import type { AgentTool } from './agent-tool.ts';

/** What an agent is to do. */
export interface AgentTask<File> {
  readonly model: LanguageModel;
  readonly mode: 'chat' | 'completion';
  readonly parameters: JsonObject;
  readonly stop: readonly string[];
  /** What the author of the agent tells it. */
  readonly instruction: string;
  /** ReAct only: the author's own frame, with `{{instruction}}`, `{{tools}}` and `{{tool_names}}` in it. */
  readonly frame?: string;
  readonly history: readonly PromptMessage[];
  readonly query: Extract<PromptMessage, { role: 'user' }>;
  readonly tools: readonly AgentTool<File>[];
  /** Questions to the model at the most. */
  readonly maxRounds: number;
  /**
   * `answers` (agent apps, and when nothing is said): the last question is asked without tools. `refuses` (agent nodes): it
   * has them, but what it calls is refused, unless it is the only one.
   */
  readonly lastRound?: 'answers' | 'refuses';
  readonly user?: string;
  /** Of each question to the model. */
  readonly onSpending?: LanguageRequest['onSpending'];
  readonly signal: AbortSignal;
}

/**
 * What happens while an agent works. Rounds are counted from 1; in each the model thinks (`thought`), then its tools are
 * called one after another (`tool-started`, `tool-finished`), then the round is over. `finished` is the last event.
 */
export type AgentEvent<File> =
  | { readonly type: 'round-started'; readonly round: number }
  /** A piece of the answer, for the reader. */
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'thought';
      readonly round: number;
      readonly text: string;
      readonly calls: readonly ToolUse[];
      readonly usage: ModelUsage;
      /** ReAct: the action that was written, or the answer in its place. */
      readonly action?: JsonObject;
    }
  | { readonly type: 'tool-started'; readonly round: number; readonly use: ToolUse }
  | {
      readonly type: 'tool-finished';
      readonly round: number;
      readonly use: ToolUse;
      readonly outcome: ToolOutcome<File>;
    }
  | { readonly type: 'round-finished'; readonly round: number }
  | { readonly type: 'finished'; readonly text: string; readonly usage: ModelUsage | undefined };

export interface ToolUse {
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

export interface ToolOutcome<File> {
  readonly observation: string;
  readonly files: readonly File[];
  readonly json: readonly JsonValue[];
  readonly error?: string;
}
