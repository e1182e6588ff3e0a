import { addUsage, noUsage } from '../engine/index.ts';
import { float, type JsonObject, type ModelUsage } from '../kernel/index.ts';

/** What iterations and loops tell of their rounds: how long each took, and what their models used together. */
export function containerMetadata(
  durationMap: 'iteration_duration_map' | 'loop_duration_map',
  durations: readonly (readonly [index: number, seconds: number])[],
  usages: readonly (ModelUsage | undefined)[],
): JsonObject {
  const total = usages.reduce<ModelUsage>((sum, usage) => (usage ? addUsage(sum, usage) : sum), noUsage);
  return {
    total_tokens: total.totalTokens,
    total_price: total.totalPrice,
    currency: total.currency,
    [durationMap]: Object.fromEntries(durations.map(([index, seconds]) => [index, float(seconds)])),
  };
}
