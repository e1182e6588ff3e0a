import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { openTokenCounter } from './exact-tokens.ts';

const count = await openTokenCounter();

test.each([
  '',
  'Hello, world!',
  '你好，世界',
  'naïve 🦜🦜 \ufffd',
  'function f(x) {\n\treturn x ** 2;\n}',
  '\ufeffstart',
])('the table of the program counts %j as the library counts it', (text) => {
  expect(count(text)).toBe(countTokens(text));
});
