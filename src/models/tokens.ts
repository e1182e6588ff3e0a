import type { PromptMessage } from './model-runtime.ts';

/**
 * How many tokens a prompt comes to. Providers count with tokenizers of their own; ours is an estimate, used where a
 * provider does not say and to cut memory to a model's context.
 */

/** OpenAI's published overhead of a chat message (cookbook, "How to count tokens"). */
const TOKENS_PER_MESSAGE = 3;
/** A picture counts as OpenAI's low-detail tile, other media as a page of text. */
const TOKENS_PER_IMAGE = 85;
const TOKENS_PER_MEDIUM = 1000;

type CountText = (text: string) => number;

export function countMessages(messages: readonly PromptMessage[], countText: CountText = estimateText): number {
  return messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + countMessage(message, countText), 0);
}

function countMessage(message: PromptMessage, countText: CountText): number {
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  const callTokens = calls.reduce((sum, call) => sum + countText(call.name) + countText(call.arguments), 0);
  if (typeof message.content === 'string') return callTokens + countText(message.content);
  return message.content.reduce((sum, part) => {
    if (part.type === 'text') return sum + countText(part.text);
    return sum + (part.type === 'image' ? TOKENS_PER_IMAGE : TOKENS_PER_MEDIUM);
  }, callTokens);
}

/** Scripts of which a tokenizer makes about one token per character. */
const DENSE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g;
const CHARACTERS_PER_TOKEN = 4;

/** Within some ten percent for prose, without any table. */
export function estimateText(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return dense + Math.ceil((text.length - dense) / CHARACTERS_PER_TOKEN);
}

let exact: Promise<CountText> | undefined;

/** Counts with the vocabulary of OpenAI's current models, which is read at first use. */
export async function countMessagesExactly(messages: readonly PromptMessage[]): Promise<number> {
  exact ??= import('./exact-tokens.ts').then(({ openTokenCounter }) => openTokenCounter());
  return countMessages(messages, await exact);
}
