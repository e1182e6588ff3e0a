import type { PromptMessage } from '../model-runtime.ts';

/** What a message says in words; media are left out. */
export function textOf(content: PromptMessage['content']): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** All messages as the one text that a completion model goes on from. */
export function promptText(messages: readonly PromptMessage[]): string {
  return messages.map(({ content }) => textOf(content)).join('\n');
}
