import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileReference, file, files, secret } from '../../engine/index.ts';
import type { JsonObject, JsonValue } from '../../kernel/index.ts';
import { parseJson } from '../../kernel/index.ts';
import type { HttpClient, RunFiles } from '../capabilities.ts';
import { limits } from '../testing/limits.ts';
import { outputsOf, runNode, type TestContext } from '../testing/run-node.ts';
import { httpRequest } from './index.ts';

/** What the server saw of a request. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url, headers } = request;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
}

const replies: Record<string, { status?: number; headers?: Record<string, string>; body: string | Buffer }> = {
  '/status/404': { status: 404, body: 'gone' },
  '/image': { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 0]) },
  '/report': {
    headers: { 'content-type': 'text/csv', 'content-disposition': `attachment; filename="../data.csv"` },
    body: 'a,b',
  },
  '/csv': { headers: { 'content-type': 'text/csv' }, body: 'a,b' },
  '/pdf/paper': { headers: { 'content-type': 'application/pdf' }, body: Buffer.from([0xff, 0xfe, 0]) },
  '/latin': { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: Buffer.from([0xe9]) },
  '/large': { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(1024 ** 2 + 1) },
};

const server = createServer((request, response) => {
  const reply = replies[request.url ?? ''];
  if (!reply) return void echo(request, response);
  response.writeHead(reply.status ?? 200, reply.headers);
  response.end(reply.body);
});

let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const http: HttpClient = {
  async send({ method, url, headers, body, signal }) {
    const init = { method, headers: headers.map(([name, value]) => [name, value]) as [string, string][], signal };
    const reply = await fetch(url, {
      ...init,
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
    });
    return { status: reply.status, headers: [...reply.headers], body: new Uint8Array(await reply.arrayBuffer()) };
  },
};

const stored: FileReference = {
  kind: 'document',
  transferMethod: 'local_file',
  relatedId: 'f1',
  filename: 'note.txt',
  extension: '.txt',
  mimeType: 'text/plain',
  size: 5,
};

const runFiles: RunFiles = {
  read: async () => Buffer.from('hello'),
  store: async ({ filename, mimeType, bytes }) => ({ ...stored, filename, mimeType, size: bytes.length }),
};

function request(document: JsonObject, context: TestContext = {}) {
  const plain = { method: 'get', authorization: { type: 'no-auth' }, headers: '', params: '' };
  return runNode(httpRequest, { ...plain, ...document }, { http, limits, files: runFiles, ...context });
}

async function seen(document: JsonObject, context: TestContext = {}): Promise<Record<string, JsonValue>> {
  const result = await request({ url: `${base}/echo`, ...document }, context);
  return { ...(parseJson(String(outputsOf(result)['body'])) as JsonObject), result: result.processData ?? null };
}

const headersOf = (request: Record<string, JsonValue>) => request['headers'] as JsonObject;

test('parameters replace the query of the address; a line is cut at its first colon', async () => {
  const params = 'p: {{#n.a#}}\n\n q:2\nempty:\nnocolon\nurl: http://x:1/y';
  const got = await seen(
    { url: `${base}/echo?old=1`, params, headers: 'X-A: {{#n.a#}}\nx-b: b:c' },
    {
      variables: { 'n.a': 'v 1' },
    },
  );
  expect(got['url']).toBe('/echo?p=v+1&q=2&empty=&nocolon=&url=http%3A%2F%2Fx%3A1%2Fy');
  expect(headersOf(got)).toMatchObject({ 'x-a': 'v 1', 'x-b': 'b:c' });
});

test('a variable may hold whole headers, but as the value of one it adds none', async () => {
  const got = await seen(
    { headers: '{{#n.all#}}\nX-User: {{#n.user#}}\nX-{{#n.name#}}: 1' },
    { variables: { 'n.all': 'x-a: 1\r\nx-b: 2', 'n.user': 'ann\r\nx-admin: yes\n', 'n.name': 'c' } },
  );
  expect(headersOf(got)).toMatchObject({ 'x-a': '1', 'x-b': '2', 'x-user': 'ann x-admin: yes', 'x-c': '1' });
  expect(headersOf(got)).not.toHaveProperty('x-admin');
});

test.each([
  [{ type: 'bearer', api_key: 'tok' }, { authorization: 'Bearer tok' }],
  [{ type: 'basic', api_key: 'user:pass' }, { authorization: 'Basic dXNlcjpwYXNz' }],
  [{ type: 'basic', api_key: 'dXNlcjpwYXNz' }, { authorization: 'Basic dXNlcjpwYXNz' }],
  [{ type: 'custom', api_key: 'tok', header: 'x-key' }, { 'x-key': 'tok' }],
])('the key %o is sent as %o and wins over a header of that name', async (config, expected) => {
  const got = await seen({ headers: 'authorization: mine', authorization: { type: 'api-key', config } });
  expect(headersOf(got)).toMatchObject(expected);
});

const text = (value: string) => [{ type: 'text', key: '', value }];

test.each<[string, JsonObject, string, string]>([
  ['raw text', { type: 'raw-text', data: text('del {{#n.a#}}') }, 'text/plain', 'del v 1'],
  ['JSON', { type: 'json', data: text('{"n": 5.0, "l": [1, "é"]}') }, 'application/json', '{"n":5.0,"l":[1,"é"]}'],
  ['JSON that a model wrote', { type: 'json', data: text("{k: '{{#n.a#}}',}") }, 'application/json', '{"k":"v 1"}'],
  ['JSON in the old form', { type: 'json', data: '{"k": 1}' }, 'application/json', '{"k":1}'],
  [
    'a form',
    { type: 'x-www-form-urlencoded', data: [{ type: 'text', key: 'a b', value: '1&2=3' }] },
    'application/x-www-form-urlencoded',
    'a+b=1%262%3D3',
  ],
])('%s', async (_, body, contentType, sent) => {
  const got = await seen({ method: 'POST', body }, { variables: { 'n.a': 'v 1' } });
  expect(headersOf(got)['content-type']).toContain(contentType);
  expect(got['body']).toBe(sent);
});

test('an own content type wins', async () => {
  const body = { type: 'raw-text', data: text('x') };
  const got = await seen({ method: 'DELETE', headers: 'Content-Type: application/vnd.custom', body });
  expect(got).toMatchObject({ method: 'DELETE', headers: { 'content-type': 'application/vnd.custom' } });
});

test('form data holds texts and files', async () => {
  const data = [
    { type: 'text', key: 'a', value: 'v' },
    { type: 'file', key: 'docs', file: ['n', 'files'] },
    { type: 'file', key: 'none', file: ['n', 'ghost'] },
  ];
  const got = await seen(
    { method: 'post', headers: 'Content-Type: text/plain', body: { type: 'form-data', data } },
    { variables: { 'n.files': files([stored, stored]) } },
  );
  expect(headersOf(got)['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(String(got['body']).match(/name="docs"; filename="note.txt"/g)).toHaveLength(2);
  expect(got['body']).toContain('hello');
});

test('a binary body is the bytes of a file', async () => {
  const body = { type: 'binary', data: [{ type: 'file', file: ['n', 'f'] }] };
  const got = await seen({ method: 'put', body }, { variables: { 'n.f': file(stored) } });
  expect(got['body']).toBe('hello');
});

test.each<[JsonObject, string, string]>([
  [{ url: '' }, 'InvalidURLError', 'url is required'],
  [{ url: 'ftp://x' }, 'InvalidURLError', 'url should start with http:// or https://'],
  [{ method: 'options' }, 'InvalidHttpMethodError', 'Invalid http method options'],
  [
    { authorization: { type: 'api-key', config: { type: 'bearer', api_key: ' ' } } },
    'AuthorizationConfigError',
    'API key is required for authorization but was empty. Please provide a valid API key.',
  ],
  [{ body: { type: 'json', data: [] } }, 'RequestBodyError', 'json body type should have exactly one item'],
  [{ body: { type: 'json', data: text('') } }, 'RequestBodyError', 'Failed to parse JSON: '],
  [
    { body: { type: 'binary', data: [{ type: 'file', file: ['n', 'f'] }] } },
    'FileFetchError',
    "cannot fetch file with selector ['n', 'f']",
  ],
])('%o fails as %s', async (document, errorType, error) => {
  expect(await request({ url: `${base}/echo`, ...document })).toMatchObject({ status: 'failed', errorType, error });
});

test('a server that is not there', async () => {
  const result = await request({ url: 'http://127.0.0.1:9/' });
  expect(result).toMatchObject({ status: 'failed', errorType: 'HttpRequestNodeError' });
});

test('an aborted run is not an error of the node', async () => {
  const signal = AbortSignal.abort(new Error('stopped'));
  await expect(request({ url: `${base}/echo` }, { signal })).rejects.toThrow('stopped');
});

test.each([
  ['/image', [{ filename: 'image.png', mime_type: 'image/png' }]],
  ['/report', [{ filename: 'data.csv', mime_type: 'text/csv' }]],
  ['/pdf/paper', [{ filename: 'paper.pdf', mime_type: 'application/pdf' }]],
])('%s is a file', async (path, expected) => {
  expect(outputsOf(await request({ url: base + path }))).toMatchObject({ body: '', status_code: 200, files: expected });
});

test.each([
  ['/csv', 'a,b'],
  ['/latin', 'é'],
])('%s is text', async (path, body) => {
  expect(outputsOf(await request({ url: base + path }))).toMatchObject({ body, files: [] });
});

test('text beyond the limit fails', async () => {
  const error = 'Text size is too large, max size is 1.00 MB, but current size is 1.00 MB.';
  expect(await request({ url: `${base}/large` })).toMatchObject({ errorType: 'ResponseSizeError', error });
});

test('a reply that is no success fails the node only when something handles the failure', async () => {
  const url = `${base}/status/404`;
  expect(outputsOf(await request({ url }))).toMatchObject({ status_code: 404, body: 'gone' });
  const failure = { errorType: 'HTTPResponseCodeError', error: 'Request failed with status code 404' };
  expect(await request({ url, error_strategy: 'fail-branch' })).toMatchObject({ status: 'failed', ...failure });
  expect(await request({ url, retry_config: { retry_enabled: true } })).toMatchObject({ status: 'failed', ...failure });
});

test('the record shows the request with the key hidden and secrets masked', async () => {
  const { processData } = await request(
    {
      method: 'post',
      url: `${base}/echo?x=1`,
      headers: 'X-Secret: {{#env.key#}}',
      authorization: { type: 'api-key', config: { type: 'bearer', api_key: '{{#env.key#}}' } },
      body: { type: 'raw-text', data: text('key={{#env.key#}}') },
    },
    { variables: { 'env.key': secret('sk-1234567890') } },
  );
  expect(processData?.['request']).toBe(
    [
      'POST /echo?x=1 HTTP/1.1',
      `Host: ${base.slice('http://'.length)}`,
      'X-Secret: sk-123************90',
      'Authorization: ***************************',
      'Content-Type: text/plain',
      'Content-Length: 24',
      '',
      'key=sk-123************90',
    ].join('\r\n'),
  );
});

test.each([
  [undefined, true, true],
  [undefined, false, false],
  [true, false, true],
  [false, true, false],
])('a node that says %j about certificates, where the instance says %j, has them checked: %j', async (own, all, is) => {
  const checked: boolean[] = [];
  const noting: HttpClient = {
    send: (sent) => {
      checked.push(sent.verifyTls);
      return http.send(sent);
    },
  };
  const ofInstance = { ...limits, http: { ...limits.http, verifiesTls: all } };
  await request(
    { url: `${base}/csv`, ...(own !== undefined && { ssl_verify: own }) },
    { http: noting, limits: ofInstance },
  );
  expect(checked).toEqual([is]);
});
