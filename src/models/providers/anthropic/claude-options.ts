import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { isNumber, type JsonObject, type PlainJson, toNumber, toPlainJson } from '../../../kernel/index.ts';
import type { SdkCall } from '../../wire/sdk-options.ts';
import type { ProviderOptions } from '../../wire/sdk-wire.ts';

/**
 * Dify's parameters for Claude as the Messages API has them. Older models think within a budget of tokens, newer ones as
 * much as they see fit (https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking and …/adaptive-thinking).
 */
const ADAPTIVE = /^claude-(opus-4-[78]|(opus|sonnet|fable|mythos)-5)/;
const ALWAYS_THINKS = /^claude-(fable|mythos)-5/;
const THINKS_UNLESS_TOLD = /^claude-(opus|sonnet)-5/;

export const claudeOptions =
  (model: string) =>
  (rest: JsonObject, user: string | undefined): ProviderOptions => {
    const thinking = thinkingOf(model, rest);
    const effort = rest['effort'];
    return {
      anthropic: {
        ...(thinking && { thinking }),
        ...(typeof effort === 'string' && effort !== '' && { effort }),
        ...taskBudgetOf(rest),
        ...(rest['context_1m'] === true && !ADAPTIVE.test(model) && { anthropicBeta: [LONG_CONTEXT] }),
        ...(user !== undefined && { metadata: { userId: user } }),
      },
    };
  };

/** The window of a million tokens, where it is not there by itself. */
const LONG_CONTEXT = 'context-1m-2025-08-07';

function thinkingOf(model: string, rest: JsonObject): Record<string, PlainJson> | undefined {
  const wanted = rest['thinking'];
  const isWanted = isOn(wanted);
  if (!ADAPTIVE.test(model)) return isWanted ? { type: 'enabled', budgetTokens: budgetOf(rest) } : undefined;
  if (isWanted || ALWAYS_THINKS.test(model)) {
    return { type: 'adaptive', display: toPlainJson(rest['thinking_display'] ?? 'omitted') };
  }
  return wanted === false && THINKS_UNLESS_TOLD.test(model) ? { type: 'disabled' } : undefined;
}

const isOn = (wanted: unknown) => wanted === true || wanted === 'enabled';

const DEFAULT_BUDGET = 1024;

function budgetOf(rest: JsonObject): number {
  const budget = rest['thinking_budget'];
  return isNumber(budget) ? toNumber(budget) : DEFAULT_BUDGET;
}

const LEAST_TASK_BUDGET = 20_000;

function taskBudgetOf(rest: JsonObject) {
  const total = isNumber(rest['task_budget']) ? toNumber(rest['task_budget']) : 0;
  return total >= LEAST_TASK_BUDGET && { taskBudget: { type: 'tokens', total } };
}

/** For `sdkLanguageWire`. */
export const claudeLimits = ({ options, rest }: SdkCall): LanguageModelV4CallOptions =>
  isOn(rest['thinking']) ? withBudgetInside(options, budgetOf(rest)) : options;

/** The SDK adds the budget of thinking to what may be written; Dify's `max_tokens`, as the API's, holds both. */
export function withBudgetInside(options: LanguageModelV4CallOptions, budget: number): LanguageModelV4CallOptions {
  const max = options.maxOutputTokens;
  return max !== undefined && max > budget ? { ...options, maxOutputTokens: max - budget } : options;
}
