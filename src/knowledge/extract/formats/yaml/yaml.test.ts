import { expect, test } from 'vitest';
import { utf8 } from '../../testing/documents.ts';
import { yamlText } from './index.ts';

const read = (text: string) => yamlText(utf8(text));

// Expected texts are what PyYAML 6 prints: yaml.dump_all(yaml.safe_load_all(…), allow_unicode=True, sort_keys=False)
test.each([
  ['lists below keys are not indented', 'a: [1, {b: [x]}]', 'a:\n- 1\n- b:\n  - x\n'],
  [
    'words and numbers of YAML 1.1',
    '[yes, Off, ~, 0x1F, 010, 1_000, 190:20:30, 1e5, 1.0, .inf, 1.5e+300]',
    '- true\n- false\n- null\n- 31\n- 8\n- 1000\n- 685230\n- 1e5\n- 1.0\n- .inf\n- 1.5e+300\n',
  ],
  [
    'texts that look like something else',
    `["yes", '12', 'a: b', '# c', '', ' x', '- y', '2024-01-01']`,
    "- 'yes'\n- '12'\n- 'a: b'\n- '# c'\n- ''\n- ' x'\n- '- y'\n- '2024-01-01'\n",
  ],
  ['dates', '[2001-12-14t21:59:43.10-05:00, 2001-01-02]', '- 2001-12-14 21:59:43.100000-05:00\n- 2001-01-02\n'],
  ['several lines', 'a: |\n  one\n  two\n', "a: 'one\n\n  two\n\n  '\n"],
  ['characters that need escapes', 'a: "tab\\there"', 'a: "tab\\there"\n'],
  ['several documents', 'a: 1\n---\nb: é\n', 'a: 1\n---\nb: é\n'],
  ['a lone text', 'hello', 'hello\n...\n'],
  ['nothing', '# only a comment\n', ''],
  ['aliases', 'a: &x [1]\nb: *x\n', 'a: &id001\n- 1\nb: *id001\n'],
  ['merged keys first', 'a: &x {k: 1}\nb:\n  z: 2\n  <<: *x\n', 'a:\n  k: 1\nb:\n  k: 1\n  z: 2\n'],
  ['the later of two keys', 'a: 1\nb: 2\na: 3\n', 'a: 3\nb: 2\n'],
])('YAML is printed as PyYAML prints it: %s', (_name, text, expected) => {
  expect(read(text)).toBe(expected);
});

test('a long text is broken near column 80', () => {
  const long = 'word '.repeat(40).trim();
  expect(read(`a: ${long}`)).toBe(
    `a: ${'word '.repeat(15)}word\n  ${'word '.repeat(15)}word\n  ${'word '.repeat(7)}word\n`,
  );
});

test('a bomb of aliases stays as small as it is written', () => {
  const levels = Array.from({ length: 30 }, (_, at) => `l${at + 1}: &l${at + 1} [${new Array(9).fill(`*l${at}`)}]`);
  const bomb = `l0: &l0 [lol]\n${levels.join('\n')}\n`;
  expect(read(bomb).length).toBeLessThan(bomb.length * 2);
});

test('a bomb of merges is refused', () => {
  const keys = Array.from({ length: 1000 }, (_, at) => `k${at}: 1`).join(', ');
  const bomb = `a: &a {${keys}}\n${Array.from({ length: 200 }, (_, at) => `m${at}: {<<: *a}`).join('\n')}\n`;
  expect(() => read(bomb)).toThrow('merges copy more than 100000 keys');
});

test.each(['a: [1', 'a: *nobody', '{[1]: 2}', 'a: !ruby/object {}', '[[['.repeat(200)])(
  'broken or foreign YAML %j is refused',
  (text) => {
    expect(() => read(text)).toThrow(Error);
  },
);
