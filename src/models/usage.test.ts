import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUsage, usageOf } from './usage.ts';

const pricing = (input: string, output: string) => ({ input, output, unit: '0.000001', currency: 'USD' });
const times = { latency: 1 };

test.each([
  // tokens, price per million, rounded half up to seven places
  [1, '0.25', '0.0000003'],
  [3, '0.15', '0.0000005'],
  [1, '0.04', '0'],
  [7, '0.15', '0.0000011'],
  [123_456_789, '2.5', '308.6419725'],
  [1_000_000, '75', '75.0000000'],
  [0, '15', '0'],
])('%i tokens at %s per million cost %s', (tokens, price, cost) => {
  expect(usageOf({ prompt: tokens, completion: 0 }, times, pricing(price, '0'))).toMatchObject({
    promptPrice: cost,
    totalPrice: cost,
    promptUnitPrice: price,
    promptPriceUnit: '0.000001',
  });
});

test('a model without a price costs nothing, and its units are zero', () => {
  expect(usageOf({ prompt: 5, completion: 6 }, times)).toEqual({
    ...{ promptTokens: 5, completionTokens: 6, totalTokens: 11, currency: 'USD', latency: 1 },
    ...{ promptUnitPrice: '0', promptPriceUnit: '0', promptPrice: '0', totalPrice: '0' },
    ...{ completionUnitPrice: '0', completionPriceUnit: '0', completionPrice: '0' },
  });
});

test('the total is the sum of its parts, also over several calls', () => {
  const count = fc.integer({ min: 0, max: 10_000_000 });
  fc.assert(
    fc.property(count, count, count, (prompt, completion, again) => {
      const first = usageOf({ prompt, completion }, times, pricing('0.15', '0.6'));
      const sum = addUsage(first, usageOf({ prompt: again, completion: 0 }, times, pricing('0.15', '0.6')));
      expect(Number(first.totalPrice)).toBeCloseTo(Number(first.promptPrice) + Number(first.completionPrice), 7);
      expect(Number(sum.totalPrice)).toBeCloseTo(Number(sum.promptPrice) + Number(sum.completionPrice), 7);
      expect(sum.totalTokens).toBe(prompt + completion + again);
    }),
  );
});
