import { pythonJson } from '../kernel/index.ts';
import type { PromptContent, PromptMessage } from '../models/index.ts';

type Said = Extract<PromptMessage, { role: 'assistant' | 'tool' }>;

/**
 * Earlier turns for models that reason in text: what a turn did is one message, in the words of its steps; a turn that
 * called nothing stays as it is. (Dify 1.x core/agent/cot_agent_runner.py, `_organize_historic_prompt_messages`; there all
 * steps of a turn but the last are lost.)
 */
export function turnsInWords(history: readonly PromptMessage[]): PromptMessage[] {
  const words: PromptMessage[] = [];
  let turn: Said[] = [];
  for (const message of history) {
    if (message.role === 'assistant' || message.role === 'tool') turn.push(message);
    else {
      words.push(...inWords(turn), message);
      turn = [];
    }
  }
  return [...words, ...inWords(turn)];
}

function inWords(turn: readonly Said[]): PromptMessage[] {
  if (!turn.some(({ role }) => role === 'tool')) return [...turn];
  return [{ role: 'assistant', content: turn.flatMap((message) => linesOf(message, turn)).join('\n\n') }];
}

/** Calls are written together with what they gave: one action, one observation. */
function linesOf(message: Said, turn: readonly Said[]): string[] {
  if (message.role === 'tool') return [];
  const text = textOf(message.content);
  if (!message.toolCalls) return [`Final Answer: ${text}`];
  const steps = message.toolCalls.flatMap(({ id, name, arguments: input }) => [
    `Action: {"action": ${pythonJson(name)}, "action_input": ${input}}`,
    ...turn.flatMap((said) => (said.role === 'tool' && said.toolCallId === id ? [`Observation: ${said.content}`] : [])),
  ]);
  return [...(text === '' ? [] : [`Thought: ${text}`]), ...steps];
}

/** For models that have no tools (any more), and take no word of any: what was said beside the calls. */
export function withoutCalls(history: readonly PromptMessage[]): PromptMessage[] {
  return history.flatMap((message) => {
    if (message.role === 'tool') return [];
    if (message.role !== 'assistant' || !message.toolCalls) return [message];
    return message.content === '' ? [] : [{ role: 'assistant' as const, content: message.content }];
  });
}

export function textOf(content: string | readonly PromptContent[]): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
