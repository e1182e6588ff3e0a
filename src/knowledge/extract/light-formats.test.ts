import { expect, test } from 'vitest';
import { kindOf } from './document-kinds.ts';
import { findLightReader } from './light-formats.ts';
import { utf8 } from './testing/documents.ts';

async function read(extension: string, content: string | Uint8Array, mimeType = ''): Promise<string> {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const reader = await findLightReader(kindOf({ bytes, extension, mimeType }));
  if (!reader) throw new Error(`${extension} is no light format`);
  return reader(bytes);
}

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['UTF-8', utf8('grün')],
  ['UTF-8 with a byte order mark', utf8('\ufeffgrün')],
  ['UTF-16 little endian', Uint8Array.from([0xff, 0xfe, ...Buffer.from('grün', 'utf16le')])],
  ['UTF-16 without a byte order mark', new Uint8Array(Buffer.from('grün', 'utf16le'))],
  ['Windows-1252', latin('gr\xfcn')],
])('a text in %s is decoded', async (_name, bytes) => {
  expect(await read('.txt', bytes)).toBe('grün');
});

test.each([
  ['GB18030', [0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc4, 0xea, 0xc1, 0xe4], '姓名,年龄'],
  [
    'Windows-1251',
    [...latin('\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0 \xf3 \xf2\xe5\xe1\xff?')],
    'Привет, как дела у тебя?',
  ],
])('a text in %s is recognised by its bytes', async (_name, bytes, expected) => {
  expect(await read('.txt', Uint8Array.from(bytes))).toBe(expected);
});

test('bytes that are no UTF-8 are left out of a text that otherwise is', async () => {
  expect(await read('.txt', Uint8Array.from([...utf8('日本語'), 0xff, ...utf8('テキスト')]))).toBe('日本語テキスト');
});

test('HTML and source code stay as they are', async () => {
  expect(await read('.html', '<p>hi &amp; bye</p>\r\n')).toBe('<p>hi &amp; bye</p>\r\n');
  expect(await read('.PY', 'print(1)\n')).toBe('print(1)\n');
});

test('the extension decides, and the MIME type only without one', async () => {
  expect(await read('.vtt', 'WEBVTT\n', 'text/vtt')).toBe('WEBVTT\n');
  expect(await read('', '{"a":1}', 'application/json; charset=utf-8')).toBe('{\n  "a": 1\n}');
  const bytes = utf8('');
  expect(() => kindOf({ bytes, extension: '.zip', mimeType: 'text/plain' })).toThrow(
    'Unsupported Extension Type: .zip',
  );
  expect(() => kindOf({ bytes, extension: '', mimeType: 'image/png' })).toThrow('Unsupported MIME type: image/png');
  expect(() => kindOf({ bytes, extension: '', mimeType: '' })).toThrow('Unable to determine file type');
});

test('JSON is indented by two and keeps its numbers', async () => {
  const text = '{"k":[1,2.0,12345678901234567890,"\\u00e9"],"e":[],"o":{}}';
  expect(await read('.json', text)).toBe(
    '{\n  "k": [\n    1,\n    2.0,\n    12345678901234567890,\n    "é"\n  ],\n  "e": [],\n  "o": {}\n}',
  );
});

test('JSON that would grow by its own depth is refused', async () => {
  await expect(read('.json', `${'['.repeat(501)}${']'.repeat(501)}`)).rejects.toThrow('nested deeper than 500');
  expect(await read('.json', `"${'['.repeat(600)}"`)).toBe(`"${'['.repeat(600)}"`);
});

test.each([
  ['an empty file', '', ''],
  ['dashes as wide as the header', 'name,notes\nalice,x\n', '| name | notes |\n| ---- | ----- |\n| alice | x |\n'],
  ['a cell of several lines', 'a\n"hello\nworld"\n', '| a |\n| - |\n| hello world |\n'],
  [
    'doubled quotes, and text behind a closing one',
    'a,b\n"x ""y"" z","q"r\n',
    '| a | b |\n| - | - |\n| x "y" z | qr |\n',
  ],
  ['quotes inside a cell', 'a\n5" disk\n', '| a |\n| - |\n| 5" disk |\n'],
  ['empty cells and lines', 'a,b\r\n,\r\n\r\n1,', '| a | b |\n| - | - |\n|  |  |\n|  |\n| 1 |  |\n'],
  ['a quote that nobody closes', 'a\n"b,c\nd', '| a |\n| - |\n| b,c d |\n'],
])('CSV: %s', async (_name, text, expected) => {
  expect(await read('.csv', text)).toBe(expected);
});

test('properties are shown as key and value', async () => {
  const text = '# comment\n\nkey=value\nother: entry\nurl=http://x=y\nflag\n';
  expect(await read('.properties', text)).toBe('# comment\n\nkey: value\nother: entry\nurl: http://x=y\nflag: ');
});

test('captions are joined by speaker', async () => {
  const caption = (text: string) => `00:00.000 --> 00:01.000\n${text}\n\n`;
  const text = `WEBVTT\n\nNOTE no caption\n\n${caption('<v Ann>Hi</v>')}${caption('<v Ann>there <i>you</i>')}${caption('<v Bob>Yes')}${caption('(noise)')}${caption('(more)')}`;
  expect(await read('', text, 'text/vtt')).toBe('Ann "Hi there you"\nBob "Yes"\n "(noise)"\n "(more)"');
  await expect(read('', 'no captions', 'text/vtt')).rejects.toThrow('WEBVTT');
});

test('marks that never end cost no more than their length', async () => {
  const text = `WEBVTT\n\n00:00.000 --> 00:01.000\n${'<v '.repeat(100_000)}`;
  expect((await read('', text, 'text/vtt')).length).toBeLessThan(text.length);
});
