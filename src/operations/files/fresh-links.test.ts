import { expect, test } from 'vitest';
import type { FileReference } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { withFreshLinks } from './fresh-links.ts';

const id = '01a222be-a79e-7000-b47b-85e2d63c607b';
const link = (of: string, sign: string) => `http://x/files/${of}/file-preview?timestamp=1&nonce=0a&sign=${sign}%3D`;
const own: FileReference = {
  ...{ kind: 'document', transferMethod: 'local_file', filename: 'a.txt', extension: '.txt' },
  ...{ mimeType: 'text/plain', size: 1, url: link(id, 'new') },
};

/** Knows one file; counts how often it is asked. */
function filesOf() {
  const asked: JsonObject[] = [];
  const resolve = async (mapping: JsonObject) => {
    asked.push(mapping);
    return own;
  };
  return { asked, scope: { files: { resolve, store: () => Promise.reject(new Error('nothing is stored here')) } } };
}

test('a link is renewed wherever it stands, and its file looked up once', async () => {
  const { asked, scope } = filesOf();
  const text = (sign: string) => `![a](${link(id, sign)}) and "${link(id, sign)}", or http://x/files/none`;
  expect(await withFreshLinks(scope, text('old'))).toBe(text('new'));
  expect(asked).toEqual([{ transfer_method: 'local_file', upload_file_id: id }]);
});

test('a text full of addresses is no work', async () => {
  const { asked, scope } = filesOf();
  const text = 'http://'.repeat(100_000);
  expect(await withFreshLinks(scope, text)).toBe(text);
  expect(asked).toEqual([]);
});

test('a link is found below folders, and behind what only looks like the beginning of one', async () => {
  const { scope } = filesOf();
  const below = (sign: string) => link(id, sign).replace('http://x', 'https://h:8443/a/b');
  const text = (renewed: string) => `http://${renewed} http://h/c/http://`;
  expect(await withFreshLinks(scope, text(below('old')))).toBe(text(link(id, 'new')));
});
