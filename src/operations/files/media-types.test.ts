import { expect, test } from 'vitest';
import { fileExtensions } from './file-kind.ts';
import { extensionOf, mediaTypeOf } from './media-types.ts';

test('every extension that Dify lists has a media type, but for one that nobody registered', () => {
  const unknown = Object.values(fileExtensions)
    .flat()
    .filter((extension) => mediaTypeOf(extension) === undefined);
  expect(unknown).toEqual(['properties']);
});

test.each([
  ['.PNG', 'image/png'],
  ['txt', 'text/plain'],
  ['mpga', 'audio/mpeg'],
  ['.nothing', undefined],
  ['', undefined],
])('the media type of %s is %s', (extension, type) => {
  expect(mediaTypeOf(extension)).toBe(type);
});

test.each([
  ['text/plain; charset=utf-8', 'txt'],
  ['IMAGE/JPEG', 'jpg'],
  ['audio/mpeg', 'mp3'],
  ['text/html', 'html'],
  ['application/x-unheard-of', undefined],
  ['constructor', undefined],
])('the extension of %s is %s', (type, extension) => {
  expect(extensionOf(type)).toBe(extension);
});
