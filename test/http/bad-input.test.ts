import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import { echo, greeting, takingFiles } from './testing/apps.ts';
import { type Served, serve } from './testing/served-apps.ts';

let served: Served;
let keys: { flow: string; echo: string };

beforeAll(async () => {
  served = await serve();
  keys = { flow: (await served.importApp(greeting)).key, echo: (await served.importApp(echo(takingFiles))).key };
});
afterAll(async () => {
  expect(served.errors).toEqual([]); // whatever came in, nothing of it was a bug of ours
  await served.close();
});

async function send(url: string, payload: string | Buffer, type = 'application/json', key = keys.echo) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const { statusCode, body } = await served.server.inject({ method: 'POST', url, headers, payload });
  const parsed = JSON.parse(body);
  return { status: statusCode, code: parsed.code, message: parsed.message as string };
}

describe('a body', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const chat = (rest: string) => `{"inputs": {}, "query": "x", "user": "ada", ${rest}}`;

  test.each([
    ['nothing', '', 400, 'bad_request'],
    ['half an object', '{"inputs": {', 400, 'bad_request'],
    ['a list', '[]', 400, 'invalid_param'],
    ['a text', '"x"', 400, 'invalid_param'],
    ['null', 'null', 400, 'invalid_param'],
    ['no inputs', '{"query": "x", "user": "ada"}', 400, 'invalid_param'],
    ['inputs as a list', '{"inputs": [], "query": "x", "user": "ada"}', 400, 'invalid_param'],
    ['no query', '{"inputs": {}, "user": "ada"}', 400, 'invalid_param'],
    ['a number as query', '{"inputs": {}, "query": 5, "user": "ada"}', 400, 'invalid_param'],
    ['no user', '{"inputs": {}, "query": "x"}', 400, 'invalid_param'],
    ['an empty user', '{"inputs": {}, "query": "x", "user": ""}', 400, 'invalid_param'],
    ['an object as user', '{"inputs": {}, "query": "x", "user": {}}', 400, 'invalid_param'],
    ['another mode', chat('"response_mode": "batch"'), 400, 'invalid_param'],
    ['an id that is none', chat('"conversation_id": "../../x"'), 400, 'invalid_param'],
    ['a version that is none', chat('"workflow_id": "newest"'), 400, 'bad_request'],
    ['files as a text', chat('"files": "x"'), 400, 'invalid_param'],
    ['a file as a text', chat('"files": ["x"]'), 400, 'invalid_param'],
    ['a file without an id', chat('"files": [{"transfer_method": "local_file"}]'), 400, 'invalid_param'],
    [
      'a file of a strange kind',
      chat('"files": [{"transfer_method": "x", "upload_file_id": {}}]'),
      400,
      'invalid_param',
    ],
    ['a prototype', chat('"__proto__": {"admin": true}, "inputs": {"__proto__": {"x": 1}}'), 200, undefined],
    [
      'JSON as deep as a well',
      `{"inputs": {"place": ${deep(200_000)}}, "query": "x", "user": "ada"}`,
      400,
      'invalid_param',
    ],
    ['text after the end', '{} {}', 400, 'bad_request'],
  ])('that is %s', async (_what, payload, status, code) => {
    const reply = await send('/v1/chat-messages', payload);
    expect([reply.status, reply.code], reply.message).toEqual([status, code]);
  });

  test('that is no UTF-8 is refused, or read without what is none', async () => {
    const payload = Buffer.concat([
      Buffer.from('{"inputs": {}, "query": "'),
      Buffer.from([0xff, 0xc0, 0x80]),
      Buffer.from('", "user": "ada"}'),
    ]);
    expect([200, 400]).toContain((await send('/v1/chat-messages', payload)).status);
  });

  test('that is too large is refused before it is read', async () => {
    const payload = `{"query": "${'x'.repeat(16 * 1024 * 1024)}"}`;
    expect(await send('/v1/chat-messages', payload)).toMatchObject({ status: 413, code: 'request_entity_too_large' });
  });

  test('of another type is refused', async () => {
    expect(await send('/v1/chat-messages', '<x/>', 'application/xml')).toMatchObject({ status: 415 });
    expect((await send('/v1/chat-messages', 'a=b', 'multipart/form-data; boundary=x')).status).toBe(400);
  });

  test('without a field of the form says which', async () => {
    const reply = await send('/v1/workflows/run', '{"inputs": {}, "user": "ada"}', 'application/json', keys.flow);
    expect([reply.status, reply.code]).toEqual([400, 'invalid_param']);
    expect(reply.message).toContain('name');
  });
});

describe('an upload', () => {
  const form = (parts: string) => `--x\r\n${parts}\r\n--x--\r\n`;
  const file = (name: string, field = 'file') =>
    `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\nhello`;
  const type = 'multipart/form-data; boundary=x';

  test.each([
    ['no form', '{}', 'application/json', 400, 'no_file_uploaded'],
    ['no file', form('Content-Disposition: form-data; name="user"\r\n\r\nada'), type, 400, 'no_file_uploaded'],
    ['another field', form(file('a.txt', 'picture')), type, 400, 'no_file_uploaded'],
    ['two files', form(`${file('a.txt')}\r\n--x\r\n${file('b.txt')}`), type, 400, 'too_many_files'],
    ['a path as name', form(file('..\\..\\x.txt')), type, undefined, undefined],
    ['a strange name', form(file('a*?.txt')), type, 400, 'invalid_param'],
    [
      'a form without an end',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhel',
      type,
      400,
      undefined,
    ],
  ])('with %s', async (_what, payload, contentType, status, code) => {
    const reply = await send('/v1/files/upload', payload, contentType);
    if (status === undefined) expect([201, 400]).toContain(reply.status);
    else expect(reply.status, reply.message).toBe(status);
    if (code) expect(reply.code).toBe(code);
  });
});

const reading = families
  .flatMap(({ routes }) => routes)
  .map(({ definition }) => definition)
  .filter(({ method, guard }) => method === 'GET' && guard.name === 'app-token')
  .map(({ url }) => [url] as const);

test.each(reading)('%s takes any query and path without breaking', async (url) => {
  const strange = ['%00', '%ff', "'%20or%201=1--", '..%2f..%2fetc', '\u{1F600}', '9'.repeat(400), '%7B%7D'];
  for (const value of strange) {
    const path = url.replace(/:\w+/g, encodeURI(value));
    const query = `limit=${value}&page=${value}&first_id=${value}&last_id=${value}&conversation_id=${value}&user=${value}`;
    const reply = await served.server.inject({
      url: encodeURI(`${path}?${query}`).replaceAll('%25', '%'), // as it was written above
      headers: { authorization: `Bearer ${keys.echo}` },
    });
    expect(reply.statusCode, `${path}: ${reply.body}`).toBeLessThan(500);
  }
});
