import { expect, test } from 'vitest';
import type { MessageId } from '../kernel/index.ts';
import { threadBefore, WHOLE_CONVERSATION } from './thread.ts';

const linked = (id: string, parent: string | null) => ({
  id: id as MessageId,
  parentMessageId: (parent === 'all' ? WHOLE_CONVERSATION : parent) as MessageId | null,
});
const idsOf = (messages: readonly { id: string }[]) => messages.map(({ id }) => id).join('');
const before = (parent: string | null, ...newestFirst: ReturnType<typeof linked>[]) =>
  idsOf(threadBefore((parent === 'all' ? WHOLE_CONVERSATION : parent) as MessageId | null, newestFirst));

test('a program goes on with all that was said', () => {
  expect(before('all', linked('c', 'all'), linked('b', 'all'), linked('a', 'all'))).toBe('cba');
});

test('a thread leaves out what was asked anew', () => {
  const messages = [linked('d', 'a'), linked('c', 'b'), linked('b', 'a'), linked('a', null)];
  expect(before('d', ...messages)).toBe('da');
  expect(before('c', ...messages)).toBe('cba');
});

test('the first message, asked anew, follows nothing; nor does one with an unknown parent', () => {
  expect(before(null, linked('a', null))).toBe('');
  expect(before('x', linked('a', null))).toBe('');
});

test('a program that goes on after a person follows their newest thread to where it began', () => {
  const messages = [linked('d', 'all'), linked('c', null), linked('b', 'a'), linked('a', null)];
  expect(before('all', ...messages)).toBe('dc');
});
