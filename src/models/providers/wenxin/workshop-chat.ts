import type { JsonObject } from '../../../kernel/index.ts';
import { type ChatDelta, collectChat } from '../../wire/chat-deltas.ts';
import { readJsonEvents } from '../../wire/json-events.ts';
import { objectIn, textIn, tokensIn } from '../../wire/json-fields.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { refuseFailure } from './refusal.ts';
import { toWorkshopRequest } from './to-workshop-request.ts';
import { askWorkshop } from './workshop-call.ts';
import { chatEndpoint } from './workshop-endpoints.ts';

/** Chat over the older API (https://cloud.baidu.com/doc/WENXINWORKSHOP/s/jlil56u11). */
export function workshopChatWire(connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const body = toWorkshopRequest(model, request);
      yield* collectChat(readDeltas(await askWorkshop(connection, chatEndpoint(model), body, request.signal)));
    },
  };
}

async function* readDeltas(reply: Response): AsyncGenerator<ChatDelta> {
  for await (const event of readJsonEvents(reply)) {
    refuseFailure(event);
    yield toDelta(event);
  }
}

/** A call comes whole and without an id: that of the reply serves. */
function toDelta(event: JsonObject): ChatDelta {
  const call = objectIn(event['function_call']);
  const name = textIn(call['name']);
  const usage = objectIn(event['usage']);
  const tokens = tokensIn(usage['prompt_tokens'], usage['completion_tokens']);
  return {
    text: textIn(event['result']),
    toolCalls: name === '' ? [] : [{ index: 0, id: textIn(event['id']), name, arguments: textIn(call['arguments']) }],
    finishReason: textIn(event['finish_reason']),
    ...(tokens && { tokens }),
  };
}
