import type { ProviderTurn } from '../model-runtime.ts';
import type { TokenCounts, WireChunk } from './language-wire.ts';
import { type ToolCallPiece, ToolCalls } from './tool-call-pieces.ts';

/** What one event of a chat stream adds; which fields of the provider's say so is each wire's own business. */
export interface ChatDelta {
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCallPiece[];
  readonly finishReason?: string;
  readonly tokens?: TokenCounts;
}

export interface ChatHabits {
  /** True for providers that want to read again what the model thought before it called tools. */
  readonly echoesReasoning?: boolean;
}

/** Text and reasoning as they come, tool calls once they are whole. */
export async function* collectChat(deltas: AsyncIterable<ChatDelta>): AsyncGenerator<WireChunk> {
  const collector = new ChatCollector();
  for await (const delta of deltas) yield* collector.take(delta);
  yield* collector.end();
}

/** The same without a turn of its own for each delta. */
export class ChatCollector {
  readonly #habits: ChatHabits;
  readonly #calls = new ToolCalls();
  readonly #texts: string[] = [];
  readonly #thoughts: string[] = [];
  #reason: string | undefined;
  #tokens: TokenCounts | undefined;

  constructor(habits: ChatHabits = {}) {
    this.#habits = habits;
  }

  /** What can be handed on at once. */
  take({ text, reasoning, toolCalls, finishReason, tokens }: ChatDelta): readonly WireChunk[] {
    const chunks: WireChunk[] = [];
    if (reasoning) {
      this.#thoughts.push(reasoning);
      chunks.push({ type: 'reasoning', text: reasoning });
    }
    if (text) {
      this.#texts.push(text);
      chunks.push({ type: 'text', text });
    }
    for (const piece of toolCalls ?? []) this.#calls.add(piece);
    this.#reason = finishReason || this.#reason;
    this.#tokens = tokens ?? this.#tokens;
    return chunks;
  }

  /** The calls, and the end. Throws where neither a reason nor a mark (`isMarked`) tells it from a stream cut off. */
  end(isMarked = true): readonly WireChunk[] {
    if (this.#reason === undefined && !isMarked) {
      throw new Error("the provider's answer ended without a finish reason");
    }
    const calls = this.#calls.all();
    const reason = this.#reason ?? (calls.length > 0 ? 'tool_calls' : 'stop');
    const turn = this.#turn(calls);
    const finish = { ...(this.#tokens && { tokens: this.#tokens }), ...(turn && { turn }) };
    return [...calls.map(({ call }) => ({ type: 'tool-call' as const, call })), { type: 'finish', reason, ...finish }];
  }

  /** Undefined when texts and calls say it all. */
  #turn(calls: ReturnType<ToolCalls['all']>): ProviderTurn | undefined {
    const echoed = this.#habits.echoesReasoning ? this.#thoughts.join('') : '';
    if (!calls.some(({ seal }) => seal) && (calls.length === 0 || echoed === '')) return undefined;
    return [
      ...(echoed === '' ? [] : [{ type: 'reasoning' as const, text: echoed }]),
      ...(this.#texts.length === 0 ? [] : [{ type: 'text' as const, text: this.#texts.join('') }]),
      ...calls.map((call) => ({ type: 'tool-call' as const, ...call })),
    ];
  }
}
