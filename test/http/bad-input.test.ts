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
    ['thousands of numbers as files', chat(`"files": [${'1,'.repeat(40_000)}1]`), 400, 'invalid_param'],
    ['a million lists', chat(`"extra": [${'[],'.repeat(1_000_000)}1]`), 413, 'request_entity_too_large'],
    ['a million names', chat(`"extra": {${'"a":1,'.repeat(1_000_000)}"b":1}`), 413, 'request_entity_too_large'],
    ['a million values in a text', chat(`"extra": "${'[],'.repeat(1_000_000)}"`), 200, undefined],
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
      'bad_request',
    ],
    ['as deep where nobody looks', chat(`"extra": ${deep(100_000)}`), 400, 'bad_request'],
    ['nothing but depth', deep(100_000), 400, 'bad_request'],
    ['deeper than any data', chat(`"extra": ${deep(200)}`), 400, 'bad_request'],
    ['as deep as data can be', chat(`"extra": ${deep(199)}`), 200, undefined],
    ['half a pair', chat('"extra": "\\ud83d"'), 200, undefined],
    ['an unknown field', chat('"colour": "red"'), 200, undefined],
    ['NaN', chat('"extra": NaN'), 400, 'bad_request'],
    ['a number without an end', chat(`"extra": ${'9'.repeat(10_000_000)}`), 400, 'bad_request'],
    ['a number beyond all numbers', chat('"extra": 1e999999'), 200, undefined],
    ['text after the end', '{} {}', 400, 'bad_request'],
  ])('that is %s', async (_what, payload, status, code) => {
    const reply = await send('/v1/chat-messages', payload);
    expect([reply.status, reply.code], reply.message).toEqual([status, code]);
  });

  test.each([
    ['a byte that begins nothing', [0xff]],
    ['a zero written in two bytes', [0xc0, 0x80]],
    ['half a character', [0xf0, 0x9f]],
    ['half a pair', [0xed, 0xa0, 0xbd]],
  ])('that is no UTF-8 is refused: %s', async (_what, bytes) => {
    const payload = Buffer.concat([
      Buffer.from('{"inputs": {}, "query": "'),
      Buffer.from(bytes),
      Buffer.from('", "user": "ada"}'),
    ]);
    expect(await send('/v1/chat-messages', payload)).toMatchObject({ status: 400, code: 'bad_request' });
  });

  test('in UTF-16 is refused, with a mark of its order it is read', async () => {
    const text = chat('"extra": 1');
    expect(await send('/v1/chat-messages', Buffer.from(text, 'utf16le'))).toMatchObject({ status: 400 });
    expect(await send('/v1/chat-messages', `\ufeff${text}`)).toMatchObject({ status: 200 });
  });

  test.each([
    ['the last of several fields of one name counts', '"query": "first", "query": "last"', 'last'],
    ['a zero character is left out', '"query": "a\\u0000b"', 'ab'],
    ['half a pair is shown as such', '"query": "a\\ud83d"', 'a\ud83d'],
    ['a whole pair is one character', '"query": "\\ud83d\\ude00"', '\u{1F600}'],
  ])('%s', async (_what, fields, said) => {
    const body = `{"inputs": {}, "user": "ada", ${fields}}`;
    const headers = { authorization: `Bearer ${keys.echo}`, 'content-type': 'application/json' };
    const reply = await served.server.inject({ method: 'POST', url: '/v1/chat-messages', headers, payload: body });
    expect(JSON.parse(reply.body).answer).toBe(`You said: ${said}`);
    const { conversation_id: id } = JSON.parse(reply.body);
    const url = `/v1/messages?user=ada&conversation_id=${id}`;
    const page = await served.server.inject({ url, headers: { authorization: `Bearer ${keys.echo}` } });
    expect(JSON.parse(page.body).data).toHaveLength(1);
  });

  test('that is too large is refused before it is read', async () => {
    const payload = `{"query": "${'x'.repeat(16 * 1024 * 1024)}"}`;
    expect(await send('/v1/chat-messages', payload)).toMatchObject({ status: 413, code: 'request_entity_too_large' });
  });

  test('of another type is refused', async () => {
    for (const type of ['application/xml', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect(await send('/v1/chat-messages', '<x/>', type), type).toMatchObject({ status: 415 });
    expect((await send('/v1/chat-messages', 'a=b', 'multipart/form-data; boundary=x')).status).toBe(400);
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON ;charset=utf-8', 'application/vnd.api+json'])(
    'of %s is JSON',
    async (type) => {
      expect(await send('/v1/chat-messages', chat('"extra": 1'), type)).toMatchObject({ status: 200 });
    },
  );

  test('without a field of the form says which', async () => {
    const reply = await send('/v1/workflows/run', '{"inputs": {}, "user": "ada"}', 'application/json', keys.flow);
    expect([reply.status, reply.code]).toEqual([400, 'invalid_param']);
    expect(reply.message).toContain('name');
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
