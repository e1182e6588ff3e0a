import { isNumber, type JsonObject, toNumber } from '../../kernel/index.ts';
import type { LanguageModel, PromptMessage } from '../../models/index.ts';
import type { EarlierMessage, NodeCapabilities } from '../capabilities.ts';
import type { MemoryConfig } from './model-fields.ts';

/** Dify core/memory/token_buffer_memory.py: at most so many messages, and so many tokens when no context is known. */
const MAX_ROUNDS = 500;
const FALLBACK_TOKENS = 2000;

export interface MemoryBudget {
  readonly model: LanguageModel;
  readonly parameters: JsonObject;
  /** What is sent beside the memory. */
  readonly prompt: readonly PromptMessage[];
}

/** Earlier messages of the conversation, oldest first: as many of the newest ones as window and context leave room. */
export async function recall(
  memory: MemoryConfig | undefined,
  budget: MemoryBudget,
  conversation: NodeCapabilities['conversation'],
): Promise<readonly EarlierMessage[]> {
  if (!memory) return [];
  const { enabled, size } = memory.window;
  const rounds = enabled && size !== undefined ? Math.min(size, MAX_ROUNDS) : MAX_ROUNDS;
  return fitInto(await conversation.history({ rounds }), budget);
}

/** The newest turns that leave room for what is sent beside them; a turn is kept whole. */
export async function fitInto(
  history: readonly EarlierMessage[],
  { model, parameters, prompt }: MemoryBudget,
): Promise<readonly EarlierMessage[]> {
  if (history.length === 0) return history;
  const room = roomFor(model, parameters);
  // A token is at least one byte, so most conversations fit without any counting.
  if (bytesOf([...prompt, ...history]) <= room) return history;
  const left = Math.max(room - (await model.countTokensExactly(prompt)), 0);
  return trim(history, left, model);
}

async function trim(
  history: readonly EarlierMessage[],
  tokens: number,
  model: LanguageModel,
): Promise<readonly EarlierMessage[]> {
  const counts = await Promise.all(
    history.map(async (message) => (await model.countTokensExactly([message])) + tokensOfFiles(message)),
  );
  let total = counts.reduce((sum, count) => sum + count, 0);
  let dropped = 0;
  // What is kept begins with a question: some providers refuse a conversation that begins with an answer.
  while (dropped < history.length && (total > tokens || history[dropped]?.role !== 'user')) {
    total -= counts[dropped] ?? 0;
    dropped += 1;
  }
  return history.slice(dropped);
}

/** What providers call the greatest length of an answer. */
const MAX_TOKENS = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_tokens_to_sample',
  'max_new_tokens',
];

function roomFor(model: LanguageModel, parameters: JsonObject): number {
  if (model.contextSize <= 0) return FALLBACK_TOKENS;
  const maxTokens = MAX_TOKENS.map((name) => parameters[name]).find(isNumber);
  return Math.max(model.contextSize - (maxTokens === undefined ? 0 : toNumber(maxTokens)), 0);
}

/** About what a large picture costs at most providers; how much it really is, only they know. */
const FILE_TOKENS = 1000;

const tokensOfFiles = ({ files = [] }: EarlierMessage) => files.length * FILE_TOKENS;

function bytesOf(messages: readonly EarlierMessage[]): number {
  return messages.reduce((all, message) => {
    const { content } = message;
    const sum = all + tokensOfFiles(message) + bytesOfCalls(message);
    if (typeof content === 'string') return sum + Buffer.byteLength(content);
    return sum + content.reduce((size, part) => size + (part.type === 'text' ? Buffer.byteLength(part.text) : 2000), 0);
  }, 0);
}

function bytesOfCalls(message: EarlierMessage): number {
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return calls.reduce((sum, call) => sum + Buffer.byteLength(call.name + call.arguments), 0);
}

/** A conversation as lines `Prefix: text`, for prompts that hold it as text. */
export function toTranscript(
  history: readonly EarlierMessage[],
  prefixes: { readonly user: string; readonly assistant: string },
): string {
  const lines = history.flatMap((message) => {
    if (message.role !== 'user' && message.role !== 'assistant') return [];
    const pictures = (message.files ?? []).flatMap(({ kind }) => (kind === 'image' ? ['[image]'] : []));
    return [`${prefixes[message.role]}: ${[transcriptText(message.content), ...pictures].join('\n')}`];
  });
  return lines.join('\n');
}

function transcriptText(content: PromptMessage['content']): string {
  if (typeof content === 'string') return content;
  const parts = content.flatMap((part) => {
    if (part.type === 'text') return [part.text];
    return part.type === 'image' ? ['[image]'] : [];
  });
  return parts.join('\n');
}

/** The prefixes where a node has none of its own. */
export const spokenRoles = { user: 'Human', assistant: 'Assistant' };
