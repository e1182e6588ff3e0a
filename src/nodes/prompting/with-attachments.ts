import type { PromptContent, PromptMessage } from '../../models/index.ts';

/** Puts files in front of what the last message says, which must be the user's. */
export function withAttachments(messages: PromptMessage[], files: readonly PromptContent[]): PromptMessage[] {
  const last = messages.at(-1);
  if (files.length === 0 || last?.role !== 'user') return messages;
  const said = typeof last.content === 'string' ? [{ type: 'text' as const, text: last.content }] : last.content;
  return [...messages.slice(0, -1), { role: 'user', content: [...files, ...said] }];
}
