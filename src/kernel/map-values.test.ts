import { expect, test } from 'vitest';
import { mapValues } from './map-values.ts';

test('names stay in their order and values are replaced', () => {
  const given = { b: 1, a: 2 };
  expect(JSON.stringify(mapValues(given, (value, name) => `${name}${value}`))).toBe('{"b":"b1","a":"a2"}');
  expect(given).toEqual({ b: 1, a: 2 });
});

test('a name that objects have from their birth is a name like any other', () => {
  const given = JSON.parse('{"__proto__":1,"constructor":2}') as Record<string, number>;
  const mapped = mapValues(given, (value) => value + 1);
  expect(Object.entries(mapped)).toEqual([
    ['__proto__', 2],
    ['constructor', 3],
  ]);
  expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype);
});
