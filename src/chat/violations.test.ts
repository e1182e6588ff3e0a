import { expect, test } from 'vitest';
import { watchForKeywords } from './violations.ts';

const rules = { enabled: true, type: 'keywords', config: { keywords: 'Forbidden\nfür\n\n' } };

test('a keyword is found wherever the text was cut between two looks, and stays found', () => {
  const text = 'all is well until something ForBidden comes';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const watch = watchForKeywords(rules);
    expect(watch(text.slice(0, cut)), `cut at ${cut}`).toBe(text.slice(0, cut).includes('ForBidden'));
    expect(watch(text), `cut at ${cut}`).toBe(true);
    expect(watch(`${text} and more`)).toBe(true);
  }
});

test('a text that was replaced is looked at anew', () => {
  const watch = watchForKeywords(rules);
  expect(watch('this is FÜR you')).toBe(true);
  expect(watch('this is not')).toBe(false);
  expect(watch('this is not forbidden')).toBe(true);
});
