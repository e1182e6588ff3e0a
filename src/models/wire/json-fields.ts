import { isJsonObject, isNumber, type JsonObject, type JsonValue, toNumber } from '../../kernel/index.ts';
import type { TokenCounts } from './language-wire.ts';

/** Reading what providers write: a field of another type than documented counts as left out. */

export const textIn = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

export const objectIn = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

export const listIn = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** Undefined unless both are said. */
export function tokensIn(prompt: JsonValue | undefined, completion: JsonValue | undefined): TokenCounts | undefined {
  if (!isNumber(prompt) || !isNumber(completion)) return undefined;
  return { prompt: toNumber(prompt), completion: toNumber(completion) };
}
