import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetPath } from '../../platform/assets/index.ts';
import { type DocumentReader, type DocumentReaderOptions, openDocumentReader } from '../index.ts';
import { docx, epub, odt, pdf, pptx, utf8, xlsx, zip } from './testing/documents.ts';

const MIB = 1024 ** 2;
/** The first of them makes the bundle that holds the worker. */
const TIMEOUT_MS = 120_000;

let reader: DocumentReader;
beforeAll(() => {
  assetPath('pdf-worker.mjs');
  reader = openDocumentReader();
}, TIMEOUT_MS);
afterAll(() => reader.close());

const never = new AbortController().signal;
const read = (extension: string, bytes: Uint8Array, signal = never) =>
  reader.forOwner('ann').extractText({ bytes, extension, mimeType: '' }, signal);

async function readWithin(options: DocumentReaderOptions, extension: string, bytes: Uint8Array): Promise<string> {
  const limited = openDocumentReader(options);
  return limited
    .forOwner('ann')
    .extractText({ bytes, extension, mimeType: '' }, never)
    .finally(() => limited.close());
}

const failure = (message: string) => ({ name: 'TextExtractionError', message: expect.stringContaining(message) });
const inlineCell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const mail = utf8('From: a@example.com\r\nSubject: s\r\n\r\nHello\r\nworld\r\n\r\nBye\r\n');
const htmlMail = utf8('From: a@example.com\r\nContent-Type: text/html\r\n\r\n<p>Hi</p><p>you</p>\r\n');

describe('documents are read in a worker', { timeout: TIMEOUT_MS }, () => {
  test.each([
    ['.pdf', pdf(['Hello PDF', 'Second page']), 'Hello PDF\nSecond page'],
    ['.docx', docx('<w:p><w:r><w:t>Hello</w:t></w:r></w:p>'), 'Hello'],
    ['.xlsx', xlsx({ sheets: [`<row>${inlineCell('A')}</row>`] }), '| A |\n| - |\n\n'],
    ['.pptx', pptx(['<p:sp><p:txBody><a:p><a:r><a:t>Hi</a:t></a:r></a:p></p:txBody></p:sp>']), 'Hi'],
    ['.xls', xlsx({ sheets: [`<row>${inlineCell('A')}</row>`] }), '| A |\n| - |\n\n'],
    ['.txt', utf8('x'.repeat(300_000)), 'x'.repeat(300_000)],
    ['.odt', odt('<text:p>Hi</text:p>'), 'Hi'],
    ['.eml', mail, 'Hello\nworld\nBye'],
    ['.EML', htmlMail, 'Hi\nyou'],
    ['.yml', utf8(`a: ${'x'.repeat(20_000)}`), `a: ${'x'.repeat(20_000)}\n`],
  ])('%s', async (extension, bytes, expected) => {
    expect(await read(extension, bytes)).toBe(expected);
  });

  test('the bytes stay with whoever gave them, also those of a pooled Buffer', async () => {
    const bytes = Buffer.from(mail);
    const neighbour = Buffer.from('neighbour');
    expect(await read('.eml', bytes)).toBe('Hello\nworld\nBye');
    expect([bytes.length, neighbour.toString()]).toEqual([mail.length, 'neighbour']);
  });
});

describe('what cannot be read says why', { timeout: TIMEOUT_MS }, () => {
  const encrypted =
    '/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> >> /ID [<00> <00>]';
  test.each([
    ['.pdf', utf8('%PDF-1.4 broken'), 'Failed to extract text from PDF: '],
    ['.pdf', pdf(['secret'], encrypted), 'Failed to extract text from PDF: it is protected by a password'],
    ['.docx', utf8('no zip'), 'Failed to extract text from DOCX: '],
    ['.docx', zip({ a: 'b' }), 'there is no "word/document.xml" in the archive'],
    ['.docx', docx('<w:p>'), 'its XML is broken'],
    ['.xlsx', utf8('no zip'), 'Failed to extract text from Excel file: '],
    ['.pptx', zip({ a: 'b' }), 'Failed to extract text from PPTX: '],
    ['.epub', zip({ a: 'b' }), 'Failed to extract text from EPUB: '],
    ['.epub', epub({}), 'there is no "OPS/package.opf"'],
    ['.odt', docx('').subarray(0, 100), 'Failed to extract text from ODT: '],
    ['.eml', utf8(''), 'Failed to extract text from EML: '],
    ['.json', utf8('{'), 'Failed to decode or parse JSON file: '],
    ['.yaml', utf8('a: [1'), 'Failed to decode or parse YAML file: '],
    ['.doc', utf8('x'), 'Failed to extract text from DOC: this older format is not supported; save the file as DOCX'],
    ['.xls', utf8('x'), 'save the file as XLSX'],
  ])('%s %#', async (extension, bytes, message) => {
    await expect(read(extension, bytes)).rejects.toMatchObject(failure(message));
  });

  test('an unknown type has an error of its own', async () => {
    const unknown = { name: 'UnsupportedFileTypeError', message: 'Unsupported Extension Type: .unknown' };
    await expect(read('.unknown', utf8('x'))).rejects.toMatchObject(unknown);
  });
});

describe('hostile documents end within their limits, and the process lives', { timeout: TIMEOUT_MS }, () => {
  test('a file that is too large is not looked at', async () => {
    await expect(readWithin({ maxInputBytes: 10 }, '.txt', utf8('x'.repeat(11)))).rejects.toMatchObject(
      failure('it has more than 10 bytes'),
    );
  });

  test('a zip bomb', async () => {
    const bomb = zip({ 'word/document.xml': ' '.repeat(20 * MIB) });
    await expect(read('.docx', bomb)).rejects.toMatchObject(failure('more than 200 times its size'));
  });

  test('an XML bomb', async () => {
    const laughs = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><w:document>&m;</w:document>';
    await expect(read('.docx', zip({ 'word/document.xml': laughs }))).rejects.toMatchObject(
      failure('its XML declares entities'),
    );
  });

  test('a huge CSV is read', async () => {
    const text = await read('.csv', utf8(`a,b\n${'1,2\n'.repeat(500_000)}`));
    expect(text.length).toBe('| a | b |\n'.length * 500_002);
  });

  test('a text that grows beyond the limit', async () => {
    const json = utf8(`${'['.repeat(400)}${'1,'.repeat(50_000)}1${']'.repeat(400)}`);
    await expect(readWithin({ maxTextCharacters: MIB }, '.json', json)).rejects.toMatchObject(
      failure('its text is longer than 1048576 characters'),
    );
  });

  test('a sheet that repeats one long text', async () => {
    const rows = '<row><c t="s"><v>0</v></c></row>'.repeat(100_000);
    const sheet = xlsx({ sheets: [rows], sharedStrings: [`<t>${'x'.repeat(30_000)}</t>`] });
    await expect(read('.xlsx', sheet)).rejects.toMatchObject(failure('its text is longer than'));
  });

  test('a page nested without end is not worked through', async () => {
    const message = utf8(`From: a\r\nContent-Type: text/html\r\n\r\n${'<b>'.repeat(1_000_000)}`);
    await expect(read('.eml', message)).rejects.toMatchObject(failure('its HTML is nested deeper than 10000 levels'));
  });

  test('what a mail forgets to close is no depth without end', async () => {
    const message = utf8(
      `From: a\r\nContent-Type: text/html\r\n\r\n${'<p>x<br>'.repeat(20_000)}${'<b>'.repeat(5000)}y`,
    );
    expect((await read('.eml', message)).length).toBe('x\n'.length * 20_000 + 1);
  });

  test('work without end is stopped by time', async () => {
    const parts = '--b\r\n\r\nx\r\n'.repeat(1_000_000);
    const message = utf8(`From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}`);
    await expect(readWithin({ timeoutMs: 1000 }, '.eml', message)).rejects.toMatchObject(
      failure('takes longer than 1 seconds'),
    );
  });

  test('a document that fills the heap', async () => {
    const sheet = xlsx({ sheets: [`<row>${inlineCell('x')}</row>`.repeat(300_000)] });
    await expect(readWithin({ maxMemoryMb: 24 }, '.xlsx', sheet)).rejects.toMatchObject(
      failure('takes more than 24 MB of memory'),
    );
  });

  test('a caller that leaves gets its own reason', async () => {
    const leaving = new AbortController();
    const reading = read('.pdf', pdf(['x']), leaving.signal);
    leaving.abort(new Error('left'));
    await expect(reading).rejects.toThrow('left');
  });

  test('a reader that is closed ends what it reads, and reads no more', async () => {
    const closing = openDocumentReader({ maxWorkers: 1 });
    const document = { bytes: pdf(['x']), extension: '.pdf', mimeType: '' };
    const readings = [
      closing.forOwner('ann').extractText(document, never),
      closing.forOwner('ann').extractText(document, never),
    ];
    const settled = Promise.allSettled(readings);
    await closing.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(closing.forOwner('ann').extractText(document, never)).rejects.toThrow('closed');
  });
});
