import { float, type JsonObject, type ModelUsage } from '../kernel/index.ts';

/** What a run without model calls used (Dify core/model_runtime/entities/llm_entities.py, `LLMUsage.empty_usage`). */
export const noUsage: ModelUsage = {
  promptTokens: 0,
  promptUnitPrice: '0',
  promptPriceUnit: '0',
  promptPrice: '0',
  completionTokens: 0,
  completionUnitPrice: '0',
  completionPriceUnit: '0',
  completionPrice: '0',
  totalTokens: 0,
  totalPrice: '0',
  currency: 'USD',
  latency: 0,
};

/** The sum of two usages; unit prices and currency are those of the later one. Prices are added without rounding. */
export function addUsage(sum: ModelUsage, more: ModelUsage | undefined): ModelUsage {
  if (!more) return sum;
  if (sum === noUsage) return more;
  return {
    ...more,
    promptTokens: sum.promptTokens + more.promptTokens,
    promptPrice: addDecimals(sum.promptPrice, more.promptPrice),
    completionTokens: sum.completionTokens + more.completionTokens,
    completionPrice: addDecimals(sum.completionPrice, more.completionPrice),
    totalTokens: sum.totalTokens + more.totalTokens,
    totalPrice: addDecimals(sum.totalPrice, more.totalPrice),
    latency: sum.latency + more.latency,
  };
}

/** A usage without what the model wrote. */
export function promptUsage(usage: ModelUsage): ModelUsage {
  const { promptTokens, promptPrice } = usage;
  return {
    ...{ ...usage, completionTokens: 0, completionPrice: '0' },
    ...{ totalTokens: promptTokens, totalPrice: promptPrice },
  };
}

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** The exact sum of two decimal texts, with as many places as the longer has. */
function addDecimals(a: string, b: string): string {
  const [left, right] = [readDecimal(a), readDecimal(b)];
  const places = Math.max(left.places, right.places);
  const sum = scale(left, places) + scale(right, places);
  return printDecimal(sum, places);
}

interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

function readDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text.trim()) ?? [];
  const digits = BigInt(whole + fraction || '0') * (sign === '-' ? -1n : 1n);
  const places = fraction.length - Number(exponent);
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places };
}

function scale(decimal: Decimal, places: number): bigint {
  return decimal.digits * 10n ** BigInt(places - decimal.places);
}

function printDecimal(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** Usage under Dify's names (core/model_runtime/entities/llm_entities.py, `LLMUsage`); prices are decimal texts. */
export function usageToJson(usage: ModelUsage): JsonObject {
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
