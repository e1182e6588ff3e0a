import { expect, test } from 'vitest';
import { schemaProblem } from './schema-problem.ts';

const clock = { monotonic: () => 0 };
const fits = async (pattern: string, text: string) => (await schemaProblem({ pattern }, text, clock)) === undefined;

// each as Python answers to re.search(pattern, text)
test.each<[pattern: string, text: string, isFound: boolean]>([
  [String.raw`^\w+$`, 'größe_1', true],
  [String.raw`^\w+$`, '名前', true],
  [String.raw`^[\w.-]+@[\w.-]+$`, 'jörg@b.c', true],
  [String.raw`\W`, 'é', false],
  [String.raw`^\d{4}$`, '٣٤٥٦', true],
  [String.raw`^[^\d]$`, '٣', false],
  [String.raw`^\S+$`, 'a\u00a0b', false],
  [String.raw`^[\s\S]+$`, 'a\né', true],
  ['^abc$', 'abc\n', true],
  ['^abc$', 'abc\n\n', false],
  ['(?m)^a$', 'a\nb', true],
  [String.raw`\Aabc\Z`, 'abc', true],
  [String.raw`\Aabc\Z`, 'abc\n', false],
  [String.raw`^\$[$]$`, '$$', true],
  ['^[]a]+$', ']a', true],
  ['^[^]]$', 'x', true],
  [String.raw`^[\]$]+$`, ']$', true],
  [String.raw`^\\$`, '\\', true],
  ['(?P<year>[0-9]{4})', 'in 1999', true],
])('%s in %j: %s', async (pattern, text, isFound) => {
  expect(await fits(pattern, text)).toBe(isFound);
});
