import type { ModelUsage } from '../engine/index.ts';
import { float, type JsonObject } from '../kernel/index.ts';

/** Usage as Dify's wire names it; prices are decimal texts, times seconds. */
export function usageToWire(usage: ModelUsage): JsonObject {
  return {
    prompt_tokens: usage.promptTokens,
    prompt_unit_price: usage.promptUnitPrice,
    prompt_price_unit: usage.promptPriceUnit,
    prompt_price: usage.promptPrice,
    completion_tokens: usage.completionTokens,
    completion_unit_price: usage.completionUnitPrice,
    completion_price_unit: usage.completionPriceUnit,
    completion_price: usage.completionPrice,
    total_tokens: usage.totalTokens,
    total_price: usage.totalPrice,
    currency: usage.currency,
    latency: float(usage.latency),
    time_to_first_token: usage.timeToFirstToken === undefined ? null : float(usage.timeToFirstToken),
    time_to_generate: usage.timeToGenerate === undefined ? null : float(usage.timeToGenerate),
  };
}
