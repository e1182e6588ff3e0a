import { expect, test } from 'vitest';
import type { FileReference } from '../../engine/index.ts';
import { type FileRules, refuseUnwanted } from './file-rules.ts';

const none: FileRules = { allowedTypes: [], allowedExtensions: [], allowedMethods: [] };
const file = (filename: string, kind: FileReference['kind'], more: Partial<FileReference> = {}): FileReference => ({
  ...{ filename, kind, extension: filename.slice(filename.lastIndexOf('.')), size: 1, mimeType: '' },
  transferMethod: 'local_file',
  ...more,
});
const image = file('a.png', 'image');
const document = file('a.PDF', 'document');
const other = file('a.xyz', 'custom');

test.each<[Partial<FileRules>, FileReference, boolean]>([
  [{}, other, true],
  [{ allowedTypes: ['image'] }, image, true],
  [{ allowedTypes: ['image'] }, document, false],
  [{ allowedTypes: ['custom'], allowedExtensions: ['pdf'] }, document, true],
  [{ allowedTypes: ['custom'], allowedExtensions: ['.XYZ'] }, other, true],
  [{ allowedTypes: ['custom'], allowedExtensions: ['.pdf'] }, other, false],
  [{ allowedTypes: ['image', 'custom'], allowedExtensions: [] }, other, false],
  [{ allowedExtensions: ['pdf'] }, document, true],
  [{ allowedMethods: ['remote_url'] }, image, false],
  [{ allowedMethods: ['local_file'], allowedTypes: ['image'] }, image, true],
  [{ allowedMethods: ['remote_url'] }, file('a.png', 'image', { transferMethod: 'tool_file' }), true],
])('%j takes %j: %s', (rules, given, isTaken) => {
  const check = () => refuseUnwanted({ ...none, ...rules }, {}, given);
  if (isTaken) expect(check).not.toThrow();
  else expect(check).toThrow(`File validation failed for file: ${given.filename}`);
});

test('what the request calls a file counts', () => {
  const images = { ...none, allowedTypes: ['image'] };
  expect(() => refuseUnwanted(images, { type: 'document' }, image)).toThrow();
});
