import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSigner } from '../../src/platform/secrets/index.ts';
import { echo } from './testing/apps.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { upload as uploadFile } from './testing/upload.ts';

const SECRET = 'a secret of these tests only';
let served: Served;
let app: ServedApp;

beforeAll(async () => {
  served = await serve({ SECRET_KEY: SECRET });
  app = await served.importApp(echo());
});
afterAll(() => served.close());

const upload = (name: string, type: string, bytes: string) => uploadFile(served, app, { name, type, bytes });

function linkTo(id: string): string {
  const { pathname, search } = new URL(served.instance.signedFileUrl(id));
  return pathname + search;
}

const read = (url: string, headers: Record<string, string> = {}) => served.server.inject({ url, headers });

describe('a signed link', () => {
  test('opens one file for a while, and nothing else', async () => {
    const [one, other] = await Promise.all([upload('a.txt', 'text/plain', 'A'), upload('b.txt', 'text/plain', 'B')]);
    const link = linkTo(one);
    expect((await read(link)).body).toBe('A');
    const broken = [
      link.replace(one, other),
      link.replace(/timestamp=\d+/, 'timestamp=1'),
      link.replace(/nonce=\w/, 'nonce=x'),
      link.replace(/sign=[^&]*/, 'sign='),
      link.replace('file-preview', 'image-preview'),
    ];
    for (const url of broken) expect((await read(url)).statusCode, url).toBe(404);
    for (const word of ['timestamp', 'nonce', 'sign']) {
      const { code, message } = (await read(link.replace(new RegExp(`${word}=[^&]*&?`), ''))).json();
      expect([code, message]).toEqual(['invalid_param', expect.stringContaining(word)]);
    }
    expect((await read(link.replace(one, one.toUpperCase()))).body).toBe('A');
    const asTool = link.replace(`/files/${one}/file-preview`, `/files/tools/${one}.txt`);
    expect((await read(asTool)).json().code).toBe('file_not_found'); // signed alike, but no tool has made it
    expect((await read(asTool.replace(/sign=[^&]*/, 'sign=x'))).statusCode).toBe(403);
    expect((await read(asTool.replace(/\?.*/, ''))).statusCode).toBe(400);
    for (const url of [link, asTool]) expect((await read(url.replace(one, 'abc'))).statusCode).toBe(404);
  });

  test('is too old once the time of the setting is over', async () => {
    const id = await upload('a.txt', 'text/plain', 'A');
    const url = new URL(served.instance.signedFileUrl(id));
    const signature = Object.fromEntries(url.searchParams) as { timestamp: string; nonce: string; sign: string };
    expect(served.instance.files.isValid(`file-preview|${id}`, signature)).toBe(true);
    const early = await serve({ SECRET_KEY: SECRET, FILES_ACCESS_TIMEOUT: '1' });
    await expect
      .poll(() => early.instance.files.isValid(`file-preview|${id}`, signature), { timeout: 5000 })
      .toBe(false);
    await early.close();
  });
});

describe('what a browser could run', () => {
  const hostile = [
    ['page.html', 'text/html', '<script>alert(1)</script>'],
    ['drawing.svg', 'image/svg+xml', '<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'],
    ['data.xml', 'application/xml', '<x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>'],
    ['code.js', 'text/javascript', 'alert(1)'],
    ['page.xhtml', 'application/xhtml+xml', '<html/>'],
    ['odd.bin', 'text/html; charset=x', '<script>'],
  ] as const;

  test.each(hostile)('is a download: %s', async (name, type, content) => {
    const { headers, statusCode } = await read(linkTo(await upload(name, type, content)));
    expect(statusCode).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${name}`);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('while pictures are shown', async () => {
    const { headers } = await read(linkTo(await upload('p.png', 'image/png', 'png')));
    expect(headers['content-type']).toBe('image/png');
    expect(headers).not.toHaveProperty('content-disposition');
    expect(headers['content-length']).toBe('3');
  });
});

test('a download is named as it was, whatever the name', async () => {
  const link = linkTo(await upload("l'été (1).txt", 'text/plain', 'x'));
  const { headers } = await read(`${link}&as_attachment=true`);
  expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%281%29.txt");
  expect(headers['content-type']).toBe('application/octet-stream');
});

/** A form as a program sends it that escapes nothing of the name but what would end it. */
async function sendNamed(name: string) {
  const [boundary, type] = ['limit', 'text/plain'];
  const field = (rest: string) => `--${boundary}\r\nContent-Disposition: form-data; ${rest}\r\n`;
  const quoted = name.replaceAll(/["\\]/g, (sign) => `\\${sign}`);
  const payload = `${field('name="user"')}\r\nada\r\n${field(`name="file"; filename="${quoted}"`)}Content-Type: ${type}\r\n\r\nx\r\n--${boundary}--\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, authorization: `Bearer ${app.key}` };
  return served.server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload });
}

describe('a name', () => {
  test.each([
    ['signs that some systems forbid', 'a: *b* "c" <d> |e|?.txt'],
    ['what Windows keeps for itself', 'CON'],
    ['dots only', '..'],
    ['control characters', 'a\u0001\u001b[31m\tb\u007f.txt'],
    ['marks that turn the reading round', 'invoice\u202Efdp.exe'],
    ['what looks like another header', "a.txt'; filename=evil.html; x='.txt"],
    ['what would be a link in Markdown', 'a](javascript:alert(1)) ![b'],
  ])('of %s is kept, and harms no header', async (_, name) => {
    const uploaded = await sendNamed(name);
    expect([uploaded.statusCode, uploaded.json().name]).toEqual([201, name]);
    const { headers, body } = await read(`${linkTo(uploaded.json().id)}&as_attachment=true`);
    const disposition = String(headers['content-disposition']);
    expect(disposition).toMatch(/^attachment; filename\*=UTF-8''[\w.!%~-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(name);
    expect(body).toBe('x');
  });

  test.each(['a/b.txt', 'a\\b.txt', '../a.txt', 'a\0.txt', '/', 'C:\\a.txt'])(
    'that would lead elsewhere, or end in its middle, is refused: %j',
    async (name) => {
      const refused = await sendNamed(name);
      expect([refused.statusCode, refused.json().code]).toEqual([400, 'invalid_param']);
    },
  );

  test.each([
    ['a long one', `${'é😀'.repeat(150)}.txt`, `${'é😀'.repeat(98)}.txt`],
    ['one with a long ending', `a.${'😀'.repeat(300)}`, undefined],
  ])('is cut to 200 characters, none of them by half: %s', async (_, name, expected) => {
    const kept = (await sendNamed(name)).json().name;
    expect([...kept]).toHaveLength(200);
    expect(kept.isWellFormed()).toBe(true);
    if (expected !== undefined) expect(kept).toBe(expected);
  });
});

describe('sound', () => {
  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('is played in parts: %s', async (range, status, body, contentRange) => {
    const link = linkTo(await upload('a.mp3', 'audio/mpeg', '0123456789'));
    const reply = await read(link, { range });
    expect([reply.statusCode, reply.body, reply.headers['content-range']]).toEqual([status, body, contentRange]);
    expect(reply.headers['accept-ranges']).toBe('bytes');
  });
});

test('a plugin uploads with a link that was signed for its file, and only that', async () => {
  const { tenantId } = (await served.instance.localScope({ user: 'tests' })).caller;
  const send = async (filename: string, query: string) => {
    const form = new FormData();
    form.set('file', new Blob(['made'], { type: 'text/plain' }), filename);
    const request = new Request('http://x/', { method: 'POST', body: form });
    const headers = Object.fromEntries(request.headers);
    const payload = Buffer.from(await request.arrayBuffer());
    return served.server.inject({ method: 'POST', url: `/files/upload/for-plugin?${query}`, headers, payload });
  };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = createSigner(SECRET).sign(
    ['upload', 'made.txt', 'text/plain', tenantId, 'ada', timestamp, 'n'].join('|'),
  );
  const query = new URLSearchParams({ timestamp, nonce: 'n', sign, tenant_id: tenantId, user_id: 'ada' }).toString();
  const made = await send('made.txt', query);
  expect([made.statusCode, made.json().name]).toEqual([201, 'made.txt']);
  const link = new URL(made.json().preview_url);
  expect((await read(link.pathname + link.search)).body).toBe('made');
  expect((await send('other.txt', query)).statusCode).toBe(403);
  expect((await send('made.txt', query.replace('ada', 'eve'))).statusCode).toBe(403);
});

test('a form may name its user behind the file, and come in pieces', async () => {
  const form = new FormData();
  form.set('file', new Blob(['words'.repeat(50_000)], { type: 'text/plain' }), 'late.txt');
  form.set('user', 'grace');
  const request = new Request('http://x/', { method: 'POST', body: form });
  const bytes = Buffer.from(await request.arrayBuffer());
  async function* pieces() {
    const cut = bytes.lastIndexOf('name="user"');
    for (const piece of [bytes.subarray(0, cut - 60), bytes.subarray(cut - 60)]) {
      yield piece;
      await setImmediate(); // the reader has gone on as far as it can
    }
  }
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${app.key}` };
  const payload = Readable.from(pieces());
  const uploaded = (await served.server.inject({ method: 'POST', url: '/v1/files/upload', headers, payload })).json();
  const seenBy = (user: string) =>
    read(`/v1/files/${uploaded.id}?user=${user}`, headers).then(({ statusCode }) => statusCode);
  expect(uploaded).toMatchObject({ name: 'late.txt', size: 250_000 });
  expect([await seenBy('grace'), await seenBy('DEFAULT-USER')]).toEqual([200, 404]);
});
