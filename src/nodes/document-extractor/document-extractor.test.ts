import { expect, test } from 'vitest';
import { type FileReference, file, files, none } from '../../engine/index.ts';
import type { DocumentReader, RunFiles } from '../capabilities.ts';
import { limits } from '../testing/limits.ts';
import { outputsOf, runNode } from '../testing/run-node.ts';
import { documentExtractor } from './index.ts';

const note: FileReference = {
  kind: 'document',
  transferMethod: 'local_file',
  relatedId: 'f1',
  filename: 'a.txt',
  extension: '.txt',
  mimeType: 'text/plain',
  size: 5,
};
const runFiles: RunFiles = {
  read: async ({ filename }) => {
    if (filename === 'gone.txt') throw new Error('gone');
    return Buffer.from(`text of ${filename}`);
  },
  store: () => Promise.reject(new Error('not needed')),
};
const documents: DocumentReader = {
  extractText: async ({ bytes, extension }) => {
    if (extension !== '.txt') {
      throw Object.assign(new Error(`Unsupported Extension Type: ${extension}`), { name: 'UnsupportedFileTypeError' });
    }
    return Buffer.from(bytes).toString();
  },
};
const variables = {
  'n.one': file(note),
  'n.many': files([note, { ...note, filename: 'b.txt' }]),
  'n.none': none,
  'n.text': 'no file',
  'n.gone': file({ ...note, filename: 'gone.txt' }),
  'n.odd': files([note, { ...note, filename: 'b.odd', extension: '.odd' }]),
  'n.unnamed': file({ ...note, filename: '', extension: '.odd' }),
};
const extract = (name: string) =>
  runNode(documentExtractor, { variable_selector: ['n', name] }, { files: runFiles, documents, limits, variables });

test.each([
  ['one', 'text of a.txt'],
  ['many', ['text of a.txt', 'text of b.txt']],
  ['none', []],
])('%s gives %o', async (name, text) => {
  expect(outputsOf(await extract(name))).toEqual({ text });
});

test('the record names the variable and the documents', async () => {
  expect(await extract('one')).toMatchObject({
    inputs: { variable_selector: ['n', 'one'] },
    processData: { documents: [{ filename: 'a.txt' }] },
  });
});

test.each([
  ['ghost', 'DocumentExtractorError', "File variable not found for selector: ['n', 'ghost']"],
  ['text', 'DocumentExtractorError', "Variable ['n', 'text'] is not an ArrayFileSegment"],
  ['gone', 'FileDownloadError', 'Error downloading file: gone (file "gone.txt")'],
  ['odd', 'UnsupportedFileTypeError', 'Unsupported Extension Type: .odd (file "b.odd")'],
  ['unnamed', 'UnsupportedFileTypeError', 'Unsupported Extension Type: .odd'],
])('%s fails as %s', async (name, errorType, error) => {
  expect(await extract(name)).toMatchObject({ status: 'failed', errorType, error });
});
