import { isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../../../kernel/index.ts';
import type { ChatDelta, ToolCallPiece } from '../../wire/chat-deltas.ts';
import { listIn, objectIn, textIn, tokensIn } from '../../wire/json-fields.ts';

/** A chunk in OpenAI's form, with the reasoning beside the text as most providers that copied the form have it. */
export function toChatDelta(chunk: JsonObject): ChatDelta {
  const choice = objectIn(listIn(chunk['choices'])[0]);
  const delta = objectIn(choice['delta']);
  const usage = objectIn(chunk['usage']);
  const tokens = tokensIn(usage['prompt_tokens'], usage['completion_tokens']);
  return {
    text: textIn(delta['content']),
    reasoning: textIn(delta['reasoning_content']),
    toolCalls: callsIn(delta['tool_calls']).map((call) => toPiece(objectIn(call), textIn(chunk['id']))),
    finishReason: textIn(choice['finish_reason']),
    ...(tokens && { tokens }),
  };
}

/** Spark gives a single call without a list around it. */
function callsIn(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonObject(value) ? [value] : listIn(value);
}

/** `replyId` makes the id of a call that has none unlike those of earlier replies. */
function toPiece(call: JsonObject, replyId: string): ToolCallPiece {
  const said = objectIn(call['function']);
  const index = call['index'];
  return {
    key: isNumber(index) ? toNumber(index) : textIn(call['id']) || 0,
    id: textIn(call['id']) || replyId,
    name: textIn(said['name']),
    arguments: textIn(said['arguments']),
  };
}
