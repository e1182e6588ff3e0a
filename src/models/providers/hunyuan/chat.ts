import type { JsonObject, JsonValue } from '../../../kernel/index.ts';
import { type ChatDelta, collectChat } from '../../wire/chat-deltas.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import { listIn, objectIn, textIn, tokensIn } from '../../wire/json-fields.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import type { ToolCallPiece } from '../../wire/tool-call-pieces.ts';
import { callAction, HUNYUAN, refuseFailure } from './call.ts';
import { toRequest } from './to-request.ts';

/** ChatCompletions, streamed (https://cloud.tencent.com/document/api/1729/101836). */
export function chatWire(connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const body = toRequest(model, request);
      const reply = await callAction(connection, HUNYUAN, 'ChatCompletions', body, request.signal);
      yield* collectChat(readDeltas(reply));
    },
  };
}

async function* readDeltas(reply: Response): AsyncGenerator<ChatDelta> {
  for await (const event of readJsonEvents(reply)) {
    refuseFailure(event);
    yield toDelta(event);
  }
}

function toDelta(event: JsonObject): ChatDelta {
  const choice = objectIn(listIn(event['Choices'])[0]);
  const delta = objectIn(choice['Delta']);
  // counted anew with every event: the last one counts
  const usage = objectIn(event['Usage']);
  const tokens = tokensIn(usage['PromptTokens'], usage['CompletionTokens']);
  return {
    text: textIn(delta['Content']),
    reasoning: textIn(delta['ReasoningContent']),
    toolCalls: listIn(delta['ToolCalls']).map(toPiece),
    finishReason: textIn(choice['FinishReason']),
    ...(tokens && { tokens }),
  };
}

/** Pieces of a call have its `Id` in common. */
function toPiece(value: JsonValue): ToolCallPiece {
  const call = objectIn(value);
  const said = objectIn(call['Function']);
  return { id: textIn(call['Id']), name: textIn(said['Name']), arguments: textIn(said['Arguments']) };
}
