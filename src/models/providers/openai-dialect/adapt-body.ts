import { isNumber, type JsonObject, type JsonValue } from '../../../kernel/index.ts';

/** What single providers want otherwise in the body of a chat request. */

const isReasoningModel = (model: string) => /^(o\d|gpt-5)/.test(model) && !model.includes('chat');

/** OpenAI's reasoning models refuse `max_tokens` and sampling (platform.openai.com/docs/guides/reasoning). */
export function adaptForOpenAi(body: JsonObject, model: string): JsonObject {
  const { max_tokens: maxTokens, enable_stream: _stream, validate_model: _model, ...rest } = body;
  if (!isReasoningModel(model)) return maxTokens === undefined ? rest : { ...rest, max_tokens: maxTokens };
  const { temperature: _t, top_p: _p, presence_penalty: _pp, frequency_penalty: _fp, ...plain } = rest;
  return maxTokens === undefined ? plain : { ...plain, max_completion_tokens: maxTokens };
}

/** docs.mistral.ai/api: extra fields are refused, the seed and one tool choice have other names. */
export function adaptForMistral(body: JsonObject): JsonObject {
  const { seed, user: _user, stream_options: _options, ...rest } = body;
  return {
    ...rest,
    ...(seed !== undefined && { random_seed: seed }),
    ...(rest['tool_choice'] === 'required' && { tool_choice: 'any' }),
  };
}

/** api-docs.deepseek.com: thinking is an object, Dify's parameter a switch. */
export function adaptForDeepSeek(body: JsonObject): JsonObject {
  const { thinking, ...rest } = body;
  return thinking === undefined ? rest : { ...rest, thinking: thinkingSwitch(thinking) };
}

function thinkingSwitch(value: JsonValue): JsonValue {
  if (typeof value === 'boolean') return { type: value ? 'enabled' : 'disabled' };
  return isNumber(value) ? { type: 'enabled' } : value;
}
