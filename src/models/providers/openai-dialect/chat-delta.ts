import { isJsonObject, isNumber, type JsonObject, type JsonValue, printJson, toNumber } from '../../../kernel/index.ts';
import type { ChatDelta } from '../../wire/chat-deltas.ts';
import { listIn, objectIn, textIn, tokensIn } from '../../wire/json-fields.ts';
import type { ToolCallPiece } from '../../wire/tool-call-pieces.ts';

/**
 * A chunk in OpenAI's form, with the reasoning beside the text as most providers that copied the form have it. A reply
 * that is no stream says the same under `message`.
 */
export function toChatDelta(chunk: JsonObject, place: 'delta' | 'message' = 'delta'): ChatDelta {
  const choice = objectIn(listIn(chunk['choices'])[0]);
  const delta = objectIn(choice[place]);
  const calls = callsIn(delta['tool_calls']);
  const tokens = isJsonObject(chunk['usage']) ? tokensOf(chunk['usage']) : undefined;
  return {
    text: contentOf(delta['content'], 'text') + textIn(delta['refusal']),
    reasoning: textIn(delta['reasoning_content'] ?? delta['reasoning']) + contentOf(delta['content'], 'thinking'),
    ...(calls.length > 0 && { toolCalls: calls.map((call) => toPiece(objectIn(call), textIn(chunk['id']))) }),
    finishReason: textIn(choice['finish_reason']),
    ...(tokens && { tokens }),
  };
}

function tokensOf(usage: JsonObject) {
  return tokensIn(usage['prompt_tokens'], usage['completion_tokens']);
}

/** Mistral's models that think answer in parts (https://docs.mistral.ai/capabilities/reasoning). */
function contentOf(content: JsonValue | undefined, type: 'text' | 'thinking'): string {
  if (!Array.isArray(content)) return type === 'text' ? textIn(content) : '';
  const parts = content.map(objectIn).filter((part) => part['type'] === type);
  return parts.map((part) => (type === 'text' ? textIn(part['text']) : contentOf(part['thinking'], 'text'))).join('');
}

/** Spark gives a single call without a list around it. */
function callsIn(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonObject(value) ? [value] : listIn(value);
}

function toPiece(call: JsonObject, replyId: string): ToolCallPiece {
  const said = objectIn(call['function']);
  const { index, extra_content: extra } = call;
  return {
    ...(isNumber(index) && { index: toNumber(index) }),
    id: textIn(call['id']),
    name: textIn(said['name']),
    arguments: argumentsIn(said['arguments']),
    replyId,
    // Gemini's signatures of thoughts (https://ai.google.dev/gemini-api/docs/thought-signatures, "OpenAI compatibility")
    ...(isJsonObject(extra) && { seal: { extra_content: extra } }),
  };
}

/** OpenAI's are a text; there are servers that write the object itself. */
function argumentsIn(value: JsonValue | undefined): string {
  return isJsonObject(value) ? printJson(value) : textIn(value);
}
