import { expect, test } from 'vitest';
import type { ModelUsage } from '../kernel/index.ts';
import { addUsage, noUsage } from './index.ts';

const usage = (totalPrice: string, totalTokens = 1): ModelUsage => ({ ...noUsage, totalTokens, totalPrice });

test.each([
  ['0.1', '0.2', '0.3'],
  ['0.0000001', '1', '1.0000001'],
  ['1E-7', '0.5', '0.5000001'],
  ['2e2', '1', '201'],
  ['-0.25', '0.05', '-0.20'],
  ['99999999999999999999.9', '0.1', '100000000000000000000.0'],
])('the prices %s and %s make %s', (a, b, sum) => {
  expect(addUsage(usage(a), usage(b)).totalPrice).toBe(sum);
});

test('tokens and times add up, and no usage adds nothing', () => {
  const sum = addUsage({ ...usage('1', 3), latency: 0.5 }, { ...usage('1', 4), latency: 1, currency: 'EUR' });
  expect(sum).toMatchObject({ totalTokens: 7, latency: 1.5, currency: 'EUR' });
  expect(addUsage(sum, undefined)).toBe(sum);
  expect(addUsage(noUsage, sum)).toBe(sum);
});
