import type { LanguageUsage } from './model-runtime.ts';
import type { TokenCounts } from './wire/language-wire.ts';

/** Prices as providers publish them: `input` and `output` per `unit` tokens (Dify: 0.000001, per million). */
export interface ModelPricing {
  readonly input: string;
  readonly output: string;
  readonly unit: string;
  readonly currency: string;
}

/** What Dify shows for models without a price (core/model_runtime/entities/llm_entities.py, `LLMUsage.empty_usage`). */
const UNPRICED: ModelPricing = { input: '0', output: '0', unit: '0', currency: 'USD' };

export interface CallTimes {
  readonly latency: number;
  readonly timeToFirstToken?: number;
  readonly timeToGenerate?: number;
}

export function usageOf(tokens: TokenCounts, times: CallTimes, pricing: ModelPricing = UNPRICED): LanguageUsage {
  const promptPrice = priceOf(tokens.prompt, pricing.input, pricing.unit);
  const completionPrice = priceOf(tokens.completion, pricing.output, pricing.unit);
  return {
    promptTokens: tokens.prompt,
    promptUnitPrice: pricing.input,
    promptPriceUnit: pricing.unit,
    promptPrice: printPrice(promptPrice),
    completionTokens: tokens.completion,
    completionUnitPrice: pricing.output,
    completionPriceUnit: pricing.unit,
    completionPrice: printPrice(completionPrice),
    totalTokens: tokens.prompt + tokens.completion,
    totalPrice: printPrice(promptPrice + completionPrice),
    currency: pricing.currency,
    ...times,
  };
}

/** Dify rounds prices to seven places; counted in whole ten-millionths so that nothing drifts. */
const PLACES = 7;
const SCALE = 10 ** PLACES;

function priceOf(tokens: number, unitPrice: string, unit: string): number {
  return Math.round(tokens * Number(unitPrice) * Number(unit) * SCALE);
}

function printPrice(scaled: number): string {
  if (scaled === 0) return '0';
  return (scaled / SCALE).toFixed(PLACES);
}

/** The usage of several calls together: tokens and prices are summed, unit prices and currency are the last call's. */
export function addUsage(first: LanguageUsage | undefined, next: LanguageUsage): LanguageUsage {
  if (!first) return next;
  return {
    ...next,
    promptTokens: first.promptTokens + next.promptTokens,
    promptPrice: addPrices(first.promptPrice, next.promptPrice),
    completionTokens: first.completionTokens + next.completionTokens,
    completionPrice: addPrices(first.completionPrice, next.completionPrice),
    totalTokens: first.totalTokens + next.totalTokens,
    totalPrice: addPrices(first.totalPrice, next.totalPrice),
    latency: Math.round((first.latency + next.latency) * 1000) / 1000,
  };
}

function addPrices(first: string, next: string): string {
  return printPrice(Math.round(Number(first) * SCALE) + Math.round(Number(next) * SCALE));
}
