import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startObligingModel } from '../fakes/obliging-model.ts';
import type { ScriptedServer } from '../fakes/scripted-server.ts';
import { chat } from './testing/apps.ts';
import { readJson, type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { visit } from './testing/visitor.ts';

/** Forms with a file, as no browser would write them. */

let served: Served;
let models: ScriptedServer;
let app: ServedApp;
let headersOf: Readonly<Record<string, Readonly<Record<string, string>>>>;

beforeAll(async () => {
  models = await startObligingModel();
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1`, UPLOAD_FILE_SIZE_LIMIT: '1' });
  app = await served.importApp(chat());
  const visitor = await visit(served, app);
  headersOf = { v1: { authorization: `Bearer ${app.key}` }, api: visitor.headers };
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const TYPE = 'multipart/form-data; boundary=x';

async function send(url: string, payload: string | Buffer, type = TYPE) {
  const headers = { ...headersOf[url.split('/')[1] ?? ''], 'content-type': type };
  const { statusCode, body } = await served.server.inject({ method: 'POST', url, headers, payload });
  return { status: statusCode, json: readJson(body), text: body };
}

const form = (...parts: readonly string[]) => `${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`;
const part = (disposition: string, content = 'hello', type = 'text/plain') =>
  `Content-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n${content}`;
const field = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
const file = (name = 'a.txt', more = '') => part(`name="file"; filename="${name}"${more}`);

describe.each(['/v1/files/upload', '/api/files/upload'])('an upload to %s', (url) => {
  test.each([
    ['no form', '{}', 'application/json', 400, 'no_file_uploaded'],
    ['a form without a boundary', form(file()), 'multipart/form-data', 400, 'bad_request'],
    ['an empty boundary', form(file()), 'multipart/form-data; boundary=', 400, 'bad_request'],
    ['another boundary', form(file()), 'multipart/form-data; boundary=y', 400, 'bad_request'],
    ['nothing', '', TYPE, 400, 'no_file_uploaded'],
    ['no parts', '--x--\r\n', TYPE, 400, 'no_file_uploaded'],
    ['no file', form(field('user', 'ada')), TYPE, 400, 'no_file_uploaded'],
    ['a text in place of the file', form(field('file', 'hello')), TYPE, 400, 'no_file_uploaded'],
    [
      'a user that is a file',
      form(part('name="user"; filename="u.txt"', 'ada'), file()),
      TYPE,
      400,
      'no_file_uploaded',
    ],
    ['another field', form(part('name="picture"; filename="a.txt"')), TYPE, 400, 'no_file_uploaded'],
    ['a part without a name', form(part('filename="a.txt"')), TYPE, 400, 'no_file_uploaded'],
    ['a part without a disposition', form('Content-Type: text/plain\r\n\r\nhello'), TYPE, 400, 'no_file_uploaded'],
    ['a part without headers', form('\r\nhello'), TYPE, 400, 'no_file_uploaded'],
    ['two files', form(file('a.txt'), file('b.txt')), TYPE, 400, 'too_many_files'],
    [
      'a second file of another field',
      form(file('a.txt'), part('name="picture"; filename="b.txt"')),
      TYPE,
      400,
      'too_many_files',
    ],
    ['a name with a path', form(file('../../x.txt')), TYPE, 400, 'invalid_param'],
    ['a name with a path of Windows', form(file('..\\\\..\\\\x.txt')), TYPE, 400, 'invalid_param'],
    ['a form that breaks off in its file', `--x\r\n${file()}`, TYPE, 400, 'bad_request'],
    ['a form that breaks off in a header', '--x\r\nContent-Dispo', TYPE, 400, 'bad_request'],
    [
      'a file that is too large',
      form(part('name="file"; filename="a.txt"', 'x'.repeat(2 ** 20 + 1))),
      TYPE,
      413,
      'file_too_large',
    ],
    [
      'a field that is too large',
      form(field('user', 'x'.repeat(2 ** 21)), file()),
      TYPE,
      413,
      'request_entity_too_large',
    ],
    [
      'too many fields',
      form(...Array.from({ length: 60 }, (_, i) => field(`f${i}`, 'x')), file()),
      TYPE,
      413,
      'request_entity_too_large',
    ],
    ['a field named like a prototype', form(field('__proto__', 'x'), file()), TYPE, 400, 'bad_request'],
  ])('of %s', async (_what, payload, type, status, code) => {
    const reply = await send(url, payload, type);
    expect([reply.status, reply.json?.code], reply.text).toEqual([status, code]);
  });

  test('keeps a name that some systems forbid', async () => {
    expect((await send(url, form(file('a*?.txt')))).json.name).toBe('a*?.txt');
  });

  test.each([
    ['nothing', '', 'a.txt', 0],
    ['a name of another script', 'hello', 'Übung 数据.txt', 5],
    ['a very long name', 'hello', `${'x'.repeat(300)}.txt`, 5],
  ])('may hold %s', async (_what, content, name, size) => {
    const reply = await send(url, form(field('user', 'ada'), part(`name="file"; filename="${name}"`, content)));
    expect(reply.status, reply.text).toBe(201);
    expect(reply.json).toMatchObject({ name: name.length > 200 ? `${'x'.repeat(196)}.txt` : name, size });
  });
});

describe('the user of a form', () => {
  async function ownerOf(...parts: readonly string[]): Promise<string | undefined> {
    const { json } = await send('/v1/files/upload', form(...parts));
    for (const user of ['ada', 'DEFAULT-USER']) {
      const url = `/v1/files/${json.id}?user=${user}`;
      const { statusCode } = await served.server.inject({ url, headers: headersOf['v1'] ?? {} });
      if (statusCode === 200) return user;
    }
    return undefined;
  }

  test.each([
    ['before its file', 'ada', [field('user', 'ada'), file()]],
    ['behind its file', 'ada', [file(), field('user', 'ada')]],
    ['nowhere', 'DEFAULT-USER', [file()]],
    ['empty', 'DEFAULT-USER', [field('user', ''), file()]],
    ['twice', 'DEFAULT-USER', [field('user', 'ada'), field('user', 'eve'), file()]],
  ] as const)('stands %s', async (_where, user, parts) => {
    expect(await ownerOf(...parts)).toBe(user);
  });

  test('stands behind a recording', async () => {
    const sound = part('name="file"; filename="a.mp3"', 'sound', 'audio/mp3');
    const reply = await send('/v1/audio-to-text', form(sound, field('user', 'behind')));
    expect(reply.json).toEqual({ text: 'spoken words' });
    const { stores } = await served.instance.localScope({ user: 'tests' });
    const users = stores.ofApp(await stores.apps.get(app.id)).endUsers;
    expect(await users.findBySession('service-api', 'behind')).toBeDefined();
  });
});
