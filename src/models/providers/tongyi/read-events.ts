import { isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../../../kernel/index.ts';
import type { TokenCounts, WireChunk } from '../../wire/language-wire.ts';
import { outputOf } from './dashscope.ts';
import { ToolCallPieces } from './tool-call-pieces.ts';

/** Reads the events of a generation: `{output: {choices: [{message, finish_reason}]}, usage}`. */
export async function* readEvents(
  events: AsyncIterable<JsonObject>,
  sends: 'pieces' | 'all-so-far',
): AsyncGenerator<WireChunk> {
  const calls = new ToolCallPieces();
  const newIn = sends === 'pieces' ? (text: string) => text : tailReader();
  let reason: string | undefined;
  let tokens: TokenCounts | undefined;
  for await (const event of events) {
    const { message, finish_reason: finish } = firstChoice(event);
    if (isJsonObject(message)) {
      const thought = textIn(message['reasoning_content']);
      const text = newIn(textIn(message['content']));
      if (thought !== '') yield { type: 'reasoning', text: thought };
      if (text !== '') yield { type: 'text', text };
      calls.add(message['tool_calls']);
    }
    // `"null"` until the last event
    if (typeof finish === 'string' && finish !== 'null') reason = finish;
    tokens = readTokens(event['usage']) ?? tokens;
  }
  if (reason === undefined) throw new Error('the reply ended before it was finished');
  for (const call of calls.all()) yield { type: 'tool-call', call };
  yield { type: 'finish', reason, ...(tokens && { tokens }) };
}

function firstChoice(event: JsonObject): JsonObject {
  const { choices } = outputOf(event);
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  return isJsonObject(choice) ? choice : {};
}

/** `text` of the text service, `[{text}]` of the multimodal one. */
export function textIn(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? content : [];
  return parts.map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** Gives what each text adds to the one before. */
function tailReader(): (text: string) => string {
  let seen = '';
  return (text) => {
    const tail = text.startsWith(seen) ? text.slice(seen.length) : '';
    if (text !== '') seen = text;
    return tail;
  };
}

function readTokens(usage: JsonValue | undefined): TokenCounts | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { input_tokens: prompt, output_tokens: completion } = usage;
  return isNumber(prompt) && isNumber(completion)
    ? { prompt: toNumber(prompt), completion: toNumber(completion) }
    : undefined;
}
