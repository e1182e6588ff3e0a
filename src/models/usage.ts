import type { ModelUsage } from '../kernel/index.ts';
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

export function usageOf(tokens: TokenCounts, times: CallTimes, pricing: ModelPricing = UNPRICED): ModelUsage {
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

/** Dify rounds prices half up to seven places (core/model_runtime/model_providers/__base/ai_model.py, `get_price`). */
const PLACES = 7;

/** In whole ten-millionths; exact, as Python's decimals are. */
function priceOf(tokens: number, unitPrice: string, unit: string): bigint {
  const [price, pricePlaces] = readDecimal(unitPrice);
  const [factor, factorPlaces] = readDecimal(unit);
  const dropped = pricePlaces + factorPlaces - PLACES;
  const product = BigInt(Math.round(tokens)) * price * factor;
  if (dropped <= 0) return product * 10n ** BigInt(-dropped);
  const divisor = 10n ** BigInt(dropped);
  return (product + divisor / 2n) / divisor;
}

/** `0.25` is 25 with two places. */
function readDecimal(text: string): readonly [digits: bigint, places: number] {
  const [whole = '', fraction = ''] = text.split('.');
  return [BigInt(whole + fraction), fraction.length];
}

function printPrice(scaled: bigint): string {
  if (scaled === 0n) return '0';
  const digits = String(scaled).padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

/** The usage of several calls together: tokens and prices are summed, unit prices and currency are the last call's. */
export function addUsage(first: ModelUsage | undefined, next: ModelUsage): ModelUsage {
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
  return printPrice(priceOf(1, first, '1') + priceOf(1, next, '1'));
}
