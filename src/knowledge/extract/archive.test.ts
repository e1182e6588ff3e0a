import { expect, test } from 'vitest';
import { Archive } from './archive.ts';
import { defaultLimits } from './limits.ts';
import { utf8, zip } from './testing/documents.ts';
import { elementsOf } from './xml.ts';

const MIB = 1024 ** 2;

test('a part that unpacks to far more than its size is refused before it is unpacked', () => {
  const bomb = new Archive(zip({ 'word/document.xml': ' '.repeat(20 * MIB) }), defaultLimits);
  expect(() => bomb.read('word/document.xml')).toThrow('unpacks to more than 200 times its size');
});

test('all parts together have a limit', () => {
  const limits = { ...defaultLimits, maxExpandedBytes: 1000 };
  const archive = new Archive(zip({ a: 'x'.repeat(600), b: 'y'.repeat(600) }), limits);
  expect(archive.read('a')).toHaveLength(600);
  expect(() => archive.read('b')).toThrow('unpack to more than 1000 bytes');
});

test('an archive of too many parts is refused', () => {
  const parts = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`p${at}`, '']));
  expect(() => new Archive(zip(parts), { ...defaultLimits, maxArchiveEntries: 10 })).toThrow('more than 10 entries');
});

test('of two parts with one name only one is unpacked', () => {
  const twice = zip({ a1: 'x'.repeat(600), a2: 'y'.repeat(500) });
  for (let at = 0; at + 1 < twice.length; at++) if (twice[at] === 0x61 && twice[at + 1] === 0x31) twice[at + 1] = 0x32;
  const archive = new Archive(twice, { ...defaultLimits, maxExpandedBytes: 500 });
  expect(new TextDecoder().decode(archive.read('a2'))).toBe('y'.repeat(500));
});

test('a part whose size is a lie never grows beyond what the archive says', () => {
  const bytes = zip({ part: 'x'.repeat(100_000) });
  const view = new DataView(bytes.buffer);
  const directory = bytes.lastIndexOf(0x50, bytes.length - 23); // PK of the central directory's only entry
  view.setUint32(directory + 24, 10, true);
  expect(new Archive(bytes, defaultLimits).read('part').length).toBeLessThanOrEqual(10);
});

test('a protected Office file says so', () => {
  const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  expect(() => new Archive(ole, defaultLimits)).toThrow('protected by a password');
});

test('XML entities do not expand', () => {
  const laughs = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><a>&m;</a>';
  expect(() => elementsOf(utf8(laughs), 'a')).toThrow('declares entities');
  const [element] = elementsOf(utf8('<a>&lt;&#65;&unknown;</a>'), 'a');
  expect(element?.children.join('')).toBe('<A&unknown;');
});

test.each(['<a><b></a>', '<a>', '<a><b/>'])('broken XML %s is refused', (xml) => {
  expect(() => elementsOf(utf8(xml), 'a')).toThrow('its XML is broken');
});

test('XML that is nested without end is refused', () => {
  expect(() => elementsOf(utf8('<a>'.repeat(600)), 'a')).toThrow('nested deeper than 500');
});

test('UTF-16 XML is read', () => {
  const xml = Uint8Array.from([0xff, 0xfe, ...Buffer.from('<x:a b="1">é</x:a>', 'utf16le')]);
  expect(elementsOf(xml, 'a')).toEqual([{ name: 'a', attributes: { b: '1' }, children: ['é'] }]);
});
