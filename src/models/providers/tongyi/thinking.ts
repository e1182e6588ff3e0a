import type { JsonObject } from '../../../kernel/index.ts';

/**
 * Models that can think and need not. Dify's plugin (models/tongyi/models/llm/llm.py) turns it off where nobody asked
 * for it, because some of them (GLM, Qwen 3.5 and later) would do so by themselves.
 */
const QUIET =
  /^(qwen-(plus|turbo)-(latest|2025-04-28)|qwen-flash|qwen3-max-(preview|2026)|qwen3-(vl-plus|vl-flash|omni-flash)|qwen3\.[567]-|glm-4\.[567]|glm-5(\.1)?$|deepseek-v3\.[12])/;

/**
 * Qwen 3.8 thinks unless told otherwise. Conversations keep its thoughts among its words, so it must not look for them in
 * a place of their own (`preserve_thinking`).
 */
const THOUGHTFUL = /^qwen3\.8-/;

/** The parameters with what is to be said about thinking. */
export function withThinking(model: string, parameters: JsonObject): JsonObject {
  if (QUIET.test(model)) return { enable_thinking: false, ...parameters };
  if (!THOUGHTFUL.test(model)) return parameters;
  const { reasoning_effort: effort, ...rest } = parameters;
  const isOff = parameters['enable_thinking'] === false;
  return {
    enable_thinking: true,
    ...rest,
    preserve_thinking: false,
    ...(effort !== undefined && !isOff && { reasoning_effort: effort }),
  };
}
