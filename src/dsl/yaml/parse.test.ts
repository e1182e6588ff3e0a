import { expect, test } from 'vitest';
import { parseYaml } from './parse.ts';
import { YamlError } from './yaml-error.ts';

function errorOf(text: string): YamlError {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('the text was parsed');
}

test('block, flow and scalar styles make plain JSON values', () => {
  const text = `
a: [1, {b: 'it''s'}]
c: "x\\n\\u00e9"
d: |
  one
   two
e: >-
  one
  two
f:
- g:
`;
  const value = { a: [1, { b: "it's" }], c: 'x\né', d: 'one\n two\n', e: 'one two', f: [{ g: null }] };
  expect(parseYaml(text)).toEqual(value);
});

test('an empty text is null', () => {
  expect(parseYaml('')).toBeNull();
  expect(parseYaml('# only a comment\n')).toBeNull();
});

test('the later of two equal keys wins, in the place of the first', () => {
  expect(Object.entries(parseYaml('a: 1\nb: 2\na: 3\n') as object)).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
});

test('keys of other types become what JSON makes of them', () => {
  expect(parseYaml('yes: 1\n2: 2\n2.0: 3\n~: 4\n')).toEqual({ true: 1, '2': 2, '2.0': 3, null: 4 });
});

test('a key __proto__ is a key like others', () => {
  const value = parseYaml('__proto__: {polluted: true}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(value['polluted']).toBeUndefined();
});

test('merge keys fill in what the mapping itself does not say', () => {
  const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], z: 3}\n';
  expect(parseYaml(text)).toMatchObject({ c: { x: 1, y: 1, z: 3 } });
  expect(parseYaml("'<<': 1")).toEqual({ '<<': 1 });
  expect(errorOf('<<: 1').message).toBe('expected a mapping or list of mappings for merging');
});

test('aliases repeat their anchor', () => {
  expect(parseYaml('a: &x {b: &y [1]}\nc: *x\nd: *y\n')).toEqual({ a: { b: [1] }, c: { b: [1] }, d: [1] });
});

test.each([
  ['a: *b', "found undefined alias 'b'", 1, 5],
  ['a: &x [*x]', "found recursive alias 'x'", 1, 9],
  [
    'a: 1\nb: !python/object:os.system x',
    "could not determine a constructor for the tag '!python/object:os.system'",
    2,
    4,
  ],
  ['a: !!binary AAAA', "could not determine a constructor for the tag 'tag:yaml.org,2002:binary'", 1, 4],
  ['a: !!set {b}', "could not determine a constructor for the tag 'tag:yaml.org,2002:set'", 1, 4],
  ['a: !!int five', "could not determine a constructor for the tag 'tag:yaml.org,2002:int'", 1, 4],
  ['a: b\n  {{x}}: 1', 'bad indentation of a mapping entry', 2, 8],
  ['a:\n  b: {{}}', 'found unhashable key', 2, 7],
  ['a: 1\n---\nb: 2', 'expected a single document in the stream', 3, 1],
  ['a: 1\nb: "\0"', 'unacceptable character #x0000: special characters are not allowed', 2, 5],
])('%j is refused with its place', (text, message, line, column) => {
  expect(errorOf(text)).toMatchObject({ message, line, column });
});

test('tags of the core types and the handles that a document declares are understood', () => {
  expect(parseYaml('a: !!str 5\nb: ! 5\nc: !<tag:yaml.org,2002:int> "5"\n')).toEqual({ a: '5', b: '5', c: 5 });
  expect(parseYaml('%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 5\n')).toEqual({ a: '5' });
});

test('quotes and brackets may go on at any column, as PyYAML allows', () => {
  expect(parseYaml('a:\n  b: "one\ntwo\n\n three"\n  c: [1,\n2\n]\nd: 4\n')).toEqual({
    a: { b: 'one two\nthree', c: [1, 2] },
    d: 4,
  });
});

test('a bomb of aliases and a tower of brackets are refused', () => {
  const names = 'abcdefghij';
  const bomb = [...names].map((name, i) => `${name}: &${name} [${`*${names[i - 1]},`.repeat(i === 0 ? 0 : 9)}1]`);
  expect(errorOf(bomb.join('\n')).message).toContain('aliases stand for more than 100000 values');
  expect(errorOf('['.repeat(100_000)).message).toContain('nesting exceeded');
});
