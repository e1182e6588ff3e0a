import { expect, test } from 'vitest';
import { float } from '../kernel/index.ts';
import { jsonObject } from './config-fields.ts';

test.each([[[]], [null], ['{}'], [5], [float(5)]])('%o is no object', (value) =>
  expect(jsonObject.safeParse(value).success).toBe(false),
);

test('an object is one, whatever its keys are called', () => {
  expect(jsonObject.parse({ value: 5 })).toEqual({ value: 5 });
});
