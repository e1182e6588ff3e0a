import { expect, test } from 'vitest';
import { generatePassword } from './generate-password.ts';
import { checkEmail, isPassword } from './person-rules.ts';

test.each(['ann@example.com', " o'neil+x@mail.example.co ", 'jürgen@müller.de', 'a@b-c.museum'])(
  '%s is an address',
  (text) => {
    expect(checkEmail(text)).toBe(text.trim());
  },
);

test.each([
  '',
  'ann',
  'ann@',
  'ann@host',
  '@example.com',
  'a b@example.com',
  'ann@example.c',
  `${'a'.repeat(250)}@example.com`,
])('"%s" is no address', (text) => {
  expect(() => checkEmail(text)).toThrow(expect.objectContaining({ code: 'invalid_param' }));
});

test('an address that never ends is refused at once', () => {
  expect(() => checkEmail(`a@${'a.'.repeat(200_000)}`)).toThrow('not a valid email');
});

test.each([
  ['abcdefg1', true],
  ['12345678a', true],
  ['пароль-a-1', true],
  ['abcdefgh', false],
  ['12345678', false],
  ['abc1234', false],
  ['abcdefg\n1', false],
  ['', false],
])('%j as a password: %s', (text, isGood) => {
  expect(isPassword(text)).toBe(isGood);
});

test('a generated password satisfies the rule, and is another one each time', () => {
  const passwords = Array.from({ length: 300 }, generatePassword);
  expect(passwords.every(isPassword)).toBe(true);
  expect(new Set(passwords).size).toBe(300);
});
