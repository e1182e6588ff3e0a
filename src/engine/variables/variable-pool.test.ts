import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createVariablePool,
  type FileReference,
  file,
  fromJson,
  none,
  number,
  parseTemplate,
  string,
  type VariablePool,
} from '../index.ts';

const picture: FileReference = {
  kind: 'image',
  transferMethod: 'local_file',
  relatedId: 'f1',
  filename: 'cat.png',
  extension: '.png',
  mimeType: 'image/png',
  size: 3,
};

const pool = createVariablePool([
  [['a', 'text'], string('hello')],
  [['a', 'nothing'], none],
  [['a', 'object'], fromJson({ user: { name: 'Ada', tags: ['x'], nothing: null } })],
  [['a', 'list'], fromJson(['x', 'y'])],
  [['a', 'file'], file(picture)],
  [['a', 'tricky'], string('{{#a.text#}}')],
]);

test.each([
  [['a', 'text'], string('hello')],
  [['a', 'nothing'], none],
  [['a', 'object', 'user', 'name'], string('Ada')],
  [['a', 'object', 'user', 'nothing'], none],
  [['a', 'object', 'user', 'tags'], fromJson(['x'])],
  [['a', 'file', 'type'], string('image')],
  [['a', 'file', 'size'], number(3)],
  [['a', 'file', 'name'], string('cat.png')],
  [['a', 'file', 'mime_type'], string('image/png')],
  [['a', 'file', 'transfer_method'], string('local_file')],
  [['a', 'file', 'extension'], string('.png')],
  [['a', 'file', 'related_id'], string('f1')],
  [['a', 'file', 'url'], none],
])('the selector %j finds its value', (selector, value) => {
  expect(pool.get(selector)).toEqual(value);
});

test.each([
  [['a']],
  [[]],
  [['a', 'missing']],
  [['b', 'text']],
  [['a', 'object', 'toString']],
  [['a', 'object', 'user', 'name', 'length']],
  [['a', 'list', '0']],
  [['a', 'text', 'length']],
  [['a', 'file', 'bytes']],
])('the selector %j finds nothing', (selector) => {
  expect(pool.get(selector)).toBeUndefined();
});

test.each([
  ['{{#a.text#}}, {{#a.object.user.name#}}!', 'hello, Ada!'],
  ['a missing one leaves its path: {{#a.missing#}}', 'a missing one leaves its path: a.missing'],
  ['values are not rendered again: {{#a.tricky#}}', 'values are not rendered again: {{#a.text#}}'],
  ['null prints nothing: [{{#a.nothing#}}]', 'null prints nothing: []'],
  [
    '{{ #a.text# }} {{#a#}} {{#a.1x#}} {{#a-b.text#}} {{a.text}}',
    '{{ #a.text# }} {{#a#}} {{#a.1x#}} {{#a-b.text#}} {{a.text}}',
  ],
  ['a.text stays', 'a.text stays'],
])('the template %j is resolved', (template, text) => {
  expect(pool.render(template)).toBe(text);
});

test('a reference has one to ten names of at most thirty characters behind its node id', () => {
  const kinds = (template: string) => parseTemplate(template).map((segment) => segment.kind);
  expect(kinds(`{{#n${'.a'.repeat(10)}#}}`)).toEqual(['variable']);
  expect(kinds(`{{#n${'.a'.repeat(11)}#}}`)).toEqual(['text']);
  expect(kinds(`{{#n.${'a'.repeat(30)}#}}`)).toEqual(['variable']);
  expect(kinds(`{{#n.${'a'.repeat(31)}#}}`)).toEqual(['text']);
  expect(kinds(`{{#${'n'.repeat(51)}.a#}}`)).toEqual(['text']);
});

test('a fork sees what was, and neither sees what the other writes', () => {
  const parent = createVariablePool([[['n', 'a'], number(1)]]);
  const child = parent.fork();
  parent.set('n', 'a', number(2));
  child.set('n', 'b', number(3));
  expect(child.get(['n', 'a'])).toEqual(number(1));
  expect(parent.get(['n', 'b'])).toBeUndefined();
  child.clear('n');
  expect(child.get(['n', 'a'])).toBeUndefined();
  expect(parent.get(['n', 'a'])).toEqual(number(2));
});

const names = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.record({ act: fc.constant('set' as const), pool: fc.nat(), namespace: names, name: names, value: fc.nat() }),
  fc.record({ act: fc.constant('clear' as const), pool: fc.nat(), namespace: names }),
  fc.record({ act: fc.constant('fork' as const), pool: fc.nat() }),
);

test('forks of forks behave as whole copies do', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pools: { real: VariablePool; copy: Map<string, number> }[] = [
        { real: createVariablePool(), copy: new Map() },
      ];
      for (const each of steps) {
        const target = pools[each.pool % pools.length];
        if (!target) continue;
        if (each.act === 'fork') pools.push({ real: target.real.fork(), copy: new Map(target.copy) });
        else if (each.act === 'set') {
          target.real.set(each.namespace, each.name, number(each.value));
          target.copy.set(`${each.namespace}.${each.name}`, each.value);
        } else {
          target.real.clear(each.namespace);
          for (const key of target.copy.keys()) if (key.startsWith(`${each.namespace}.`)) target.copy.delete(key);
        }
      }
      for (const { real, copy } of pools) {
        for (const namespace of ['a', 'b', 'c', 'd']) {
          for (const name of ['a', 'b', 'c', 'd']) {
            expect(real.get([namespace, name])?.value).toBe(copy.get(`${namespace}.${name}`));
          }
        }
      }
    }),
  );
});
