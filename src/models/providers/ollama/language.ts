import { isJsonObject, type JsonObject } from '../../../kernel/index.ts';
import type { LanguageRequest, ToolDeclaration } from '../../model-runtime.ts';
import { bodyOf } from '../../wire/http-call.ts';
import type { Connection, LanguageWire } from '../../wire/language-wire.ts';
import { promptText } from '../../wire/prompt-text.ts';
import { post } from './call.ts';
import { readReply } from './read-reply.ts';
import { toRequestFields } from './request-fields.ts';
import { picturesOf, toMessage } from './to-messages.ts';

/** https://docs.ollama.com/api/chat */
export function chatWire(connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const body = {
        model,
        messages: request.messages.map(toMessage),
        ...toTools(request),
        ...toRequestFields(request),
      };
      const reply = await post(connection, '/api/chat', body, request.signal);
      yield* readReply(bodyOf(reply), messageOf);
    },
  };
}

function messageOf({ message }: JsonObject): JsonObject {
  return isJsonObject(message) ? message : {};
}

/** There is no way to say that a tool must be called; `none` is to offer none. */
function toTools({ tools = [], toolChoice }: LanguageRequest): JsonObject {
  return tools.length === 0 || toolChoice === 'none' ? {} : { tools: tools.map(toTool) };
}

function toTool({ name, description, parameters }: ToolDeclaration): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}

/** https://docs.ollama.com/api/generate */
export function completionWire(connection: Connection, model: string): LanguageWire {
  return {
    async *stream(request) {
      const pictures = picturesOf(
        request.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content)),
      );
      const body = { model, prompt: promptText(request.messages), ...pictures, ...toRequestFields(request) };
      const reply = await post(connection, '/api/generate', body, request.signal);
      yield* readReply(bodyOf(reply), (line) => ({ ...line, content: line['response'] ?? '' }));
    },
  };
}
