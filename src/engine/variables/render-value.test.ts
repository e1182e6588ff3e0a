import { expect, test } from 'vitest';
import { Float } from '../../kernel/index.ts';
import {
  array,
  boolean,
  type FileReference,
  file,
  files,
  fromJson,
  none,
  number,
  object,
  renderValue,
  secret,
  string,
  type Value,
} from '../index.ts';

const image: FileReference = {
  kind: 'image',
  transferMethod: 'remote_url',
  remoteUrl: 'http://x/cat.png',
  filename: 'cat.png',
  extension: '.png',
  mimeType: 'image/png',
  size: 3,
};
const document: FileReference = { ...image, kind: 'document', filename: '', url: 'http://x/signed' };

test.each<[string, Value, string, string, string]>([
  ['null', none, '', '', ''],
  ['text', string('{{#a.b#}}'), '{{#a.b#}}', '{{#a.b#}}', '{{#a.b#}}'],
  ['a long secret', secret('sk-1234567890'), 'sk-1234567890', 'sk-1234567890', `sk-123${'*'.repeat(12)}90`],
  ['a short secret', secret('12345678'), '12345678', '12345678', '*'.repeat(20)],
  ['a fraction', number(2.5), '2.5', '2.5', '2.5'],
  ['a whole float', number(new Float(5)), '5.0', '5.0', '5.0'],
  [
    'a huge integer',
    number(12345678901234567890n),
    '12345678901234567890',
    '12345678901234567890',
    '12345678901234567890',
  ],
  ['a boolean', boolean(true), 'True', 'True', 'True'],
  [
    'an object',
    object({ a: [1, new Float(2)], ü: {}, e: [] }),
    '{"a": [1, 2.0], "ü": {}, "e": []}',
    '{\n  "a": [\n    1,\n    2.0\n  ],\n  "ü": {},\n  "e": []\n}',
    '{\n  "a": [\n    1,\n    2.0\n  ],\n  "ü": {},\n  "e": []\n}',
  ],
  ['texts', fromJson(['a', 'é"']), '["a", "é\\""]', '- a\n- é"', "['a', 'é\"']"],
  ['no texts', array('array[string]', []), '', '', '[]'],
  ['numbers', fromJson([1, 2.5]), '[1, 2.5]', '- 1\n- 2.5', '[1, 2.5]'],
  ['booleans', fromJson([true]), '[True]', '- True', '[True]'],
  ['objects', fromJson([{ k: 1 }]), "[{'k': 1}]", "- {'k': 1}", "[{'k': 1}]"],
  ['a mixed list', fromJson([null, 'x', [1]]), "[None, 'x', [1]]", '- None\n- x\n- [1]', "[None, 'x', [1]]"],
  ['an empty list', fromJson([]), '', '', '[]'],
  ['an image', file(image), '', '![cat.png](http://x/cat.png)', ''],
  ['files', files([image, document]), '', '![cat.png](http://x/cat.png)\n[http://x/signed](http://x/signed)', ''],
])('%s is rendered as text, markdown and log', (_, value, text, markdown, log) => {
  expect(renderValue(value, 'text')).toBe(text);
  expect(renderValue(value, 'markdown')).toBe(markdown);
  expect(renderValue(value, 'log')).toBe(log);
});
