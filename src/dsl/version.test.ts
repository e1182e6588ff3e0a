import { expect, test } from 'vitest';
import { checkVersion } from './version.ts';

test.each([
  ['0.6.0', 'completed'],
  ['0.6', 'completed'],
  ['v0.6.0', 'completed'],
  ['0.6.0rc1', 'completed'],
  ['0.5.9', 'completed-with-warnings'],
  ['0.1.0', 'completed-with-warnings'],
  ['0.6.1', 'pending'],
  ['0.6.0.post1', 'pending'],
  ['0.6.0+local', 'pending'],
  ['0.7.0.dev1', 'pending'],
  ['1', 'pending'],
  ['1!0.1', 'pending'],
  ['abc', 'failed'],
  ['0.6.0 beta gamma', 'failed'],
  ['', 'failed'],
])('version "%s" is %s', (version, status) => {
  expect(checkVersion(version)).toBe(status);
});

test('an older major version waits for a confirmation', () => {
  expect(checkVersion('0.6.0', '1.0.0')).toBe('pending');
});
