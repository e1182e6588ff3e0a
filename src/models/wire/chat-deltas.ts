import type { ToolCall } from '../model-runtime.ts';
import type { TokenCounts, WireChunk } from './language-wire.ts';

/** What one event of a chat stream adds; which fields of the provider's say so is each wire's own business. */
export interface ChatDelta {
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly ToolCallPiece[];
  readonly finishReason?: string;
  readonly tokens?: TokenCounts;
}

/** A tool call arrives in pieces; those with the same key belong together, one without a key continues the last. */
export interface ToolCallPiece {
  readonly key?: string | number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

/** Text and reasoning as they come, tool calls once they are whole. */
export async function* collectChat(deltas: AsyncIterable<ChatDelta>): AsyncGenerator<WireChunk> {
  const calls = new Map<string | number, ToolCall>();
  let reason: string | undefined;
  let tokens: TokenCounts | undefined;
  for await (const delta of deltas) {
    if (delta.reasoning) yield { type: 'reasoning', text: delta.reasoning };
    if (delta.text) yield { type: 'text', text: delta.text };
    for (const piece of delta.toolCalls ?? []) addPiece(calls, piece);
    reason = delta.finishReason || reason;
    tokens = delta.tokens ?? tokens;
  }
  for (const call of calls.values()) yield { type: 'tool-call', call };
  // not every provider says why it ended
  yield { type: 'finish', reason: reason ?? (calls.size > 0 ? 'tool_calls' : 'stop'), ...(tokens && { tokens }) };
}

function addPiece(calls: Map<string | number, ToolCall>, piece: ToolCallPiece): void {
  const key = piece.key ?? [...calls.keys()].at(-1) ?? 0;
  const known = calls.get(key);
  calls.set(key, {
    id: known?.id || piece.id || `call_${key}`,
    name: joinedName(known?.name ?? '', piece.name ?? ''),
    arguments: (known?.arguments ?? '') + (piece.arguments ?? ''),
  });
}

/** Some providers cut the name into pieces, others repeat it whole with every piece of the arguments. */
function joinedName(known: string, piece: string): string {
  return known === piece ? known : known + piece;
}
