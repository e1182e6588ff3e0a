import { isJsonObject, isNumber, type JsonObject, type JsonValue, parseJson } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import { withMergedTurns } from './merge-turns.ts';

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
  const { seed, user: _user, stream_options: _options, reasoning_mode: reasons, ...rest } = body;
  return {
    ...rest,
    ...(seed !== undefined && { random_seed: seed }),
    ...(reasons === true && { prompt_mode: 'reasoning' }),
    ...(rest['tool_choice'] === 'required' && { tool_choice: 'any' }),
  };
}

/** api-docs.deepseek.com: without thinking there is no effort. */
export function adaptForDeepSeek(body: JsonObject, model: string): JsonObject {
  const { reasoning_effort: effort, ...rest } = withThinkingObject(withMergedTurns(body));
  const isOff = isJsonObject(rest['thinking']) && rest['thinking']['type'] === 'disabled';
  const adapted = effort === undefined || isOff ? rest : { ...rest, reasoning_effort: effort };
  return /^deepseek-v4/.test(model) ? withReasoningOfCalls(adapted) : adapted;
}

/** platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model */
export function adaptForMoonshot(body: JsonObject, model: string): JsonObject {
  const adapted = withShortUser(withThinkingObject(withMergedTurns(body)));
  return /^kimi-(k2-thinking|k2\.[5-9]|k3)/.test(model) ? withReasoningOfCalls(adapted) : adapted;
}

/** docs.bigmodel.cn: a search of the web is a tool of the provider's own. */
export function adaptForZhipu(body: JsonObject, model: string): JsonObject {
  const { web_search: searches, ...rest } = withThinkingObject(withMergedTurns(body));
  const tools = Array.isArray(rest['tools']) ? rest['tools'] : [];
  const search = { type: 'web_search', web_search: { enable: true, search_engine: 'search_pro', search_result: true } };
  return {
    ...rest,
    ...(model === 'glm-5.3' && { thinking: { type: 'enabled' } }),
    ...(searches === true && { tools: [...tools, search] }),
  };
}

/** Thinking is off unless somebody wants it. */
export function adaptForMimo(body: JsonObject): JsonObject {
  return withThinkingObject({ ...body, thinking: body['thinking'] ?? 'disabled' });
}

export function adaptForLongCat(body: JsonObject): JsonObject {
  const { enable_thinking: thinking, ...rest } = body;
  return withThinkingObject(thinking === undefined ? rest : { ...rest, thinking });
}

/** https://openrouter.ai/docs/guides/best-practices/reasoning-tokens */
export function adaptForOpenRouter(body: JsonObject): JsonObject {
  const { enable_thinking: enabled, reasoning_budget: budget, reasoning_effort: effort, ...others } = body;
  const { exclude_reasoning_tokens: exclude, ...rest } = others;
  const reasoning = {
    ...(enabled !== undefined && { enabled: enabled !== false }),
    ...(typeof exclude === 'boolean' && { exclude }),
    ...(isNumber(budget) && { max_tokens: budget }),
    ...(typeof effort === 'string' && effort !== '' && { effort }),
  };
  return Object.keys(reasoning).length === 0 ? rest : { ...rest, reasoning };
}

/** docs.x.ai/docs/guides/reasoning: models that reason refuse penalties and stop words. */
export function adaptForXai(body: JsonObject, model: string): JsonObject {
  const { search_parameters: search, ...rest } = body;
  const adapted = typeof search === 'string' ? { ...rest, search_parameters: readParameter(search) } : body;
  const reasons = !model.includes('-non-reasoning') && /^grok-(4|code|build|3-mini)|-reasoning$/.test(model);
  if (!reasons) return adapted;
  const { presence_penalty: _p, frequency_penalty: _f, stop: _s, ...plain } = adapted;
  return plain;
}

function readParameter(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ModelError('InvokeBadRequestError', 'The parameter search_parameters is not valid JSON.', { cause });
  }
}

export function adaptForStepfun(body: JsonObject, model: string): JsonObject {
  const adapted = withShortUser(body);
  // its own field would be `reasoning`
  return model === 'step-3.7-flash' ? { ...adapted, reasoning_format: 'deepseek-style' } : adapted;
}

/** The parameter is a switch or a word in Dify, an object at the provider. */
export function withThinkingObject(body: JsonObject): JsonObject {
  const { thinking, ...rest } = body;
  return thinking === undefined ? rest : { ...rest, thinking: thinkingObject(thinking) };
}

function thinkingObject(value: JsonValue): JsonValue {
  if (typeof value === 'boolean') return { type: value ? 'enabled' : 'disabled' };
  if (typeof value === 'string') return { type: value };
  return isNumber(value) ? { type: 'enabled' } : value;
}

/** A turn that called tools without having thought, or that was not the model's own, must say so. */
function withReasoningOfCalls(body: JsonObject): JsonObject {
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  return { ...body, messages: messages.map(withReasoning) };
}

function withReasoning(message: JsonValue): JsonValue {
  const isBare = isJsonObject(message) && message['tool_calls'] && message['reasoning_content'] === undefined;
  return isBare ? { ...message, reasoning_content: '' } : message;
}

const LONGEST_USER = 32;

function withShortUser(body: JsonObject): JsonObject {
  const { user } = body;
  return typeof user === 'string' ? { ...body, user: user.slice(0, LONGEST_USER) } : body;
}
