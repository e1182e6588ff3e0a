import { spawnSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Float } from '../../../kernel/index.ts';
import { openSandbox } from '../index.ts';
import { cutResult } from './service.ts';

interface Received {
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly body: { language: string; code: string; preload: string; enable_network: boolean };
}

/** A dify-sandbox on loopback; `answer` gets what arrived and writes the reply. */
async function openService(answer: (received: Received, response: ServerResponse) => void, timeoutMs = 20_000) {
  const server = createServer(async (request: IncomingMessage, response) => {
    const text = (await request.toArray()).join('');
    const key = String(request.headers['x-api-key']);
    answer({ path: request.url, key, body: JSON.parse(text) as Received['body'] }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const pool = openSandbox({ executor: { mode: 'service', endpoint, apiKey: 'secret', fetch, timeoutMs } });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.close();
  });
  return pool.forApp('a');
}

const reply = (response: ServerResponse, data: object) =>
  response.end(JSON.stringify({ code: 0, message: 'success', data }));

const REQUEST = { language: 'python3', code: 'def main(x): return x', inputs: { x: 1 } } as const;

test('a request goes to the path of dify-sandbox with its key', async () => {
  const seen: Received[] = [];
  const app = await openService((received, response) => {
    seen.push(received);
    reply(response, { stdout: 'printed\n<<RESULT>>{"a": 5.0}<<RESULT>>\n', error: '' });
  });
  expect(await app.run(REQUEST)).toEqual({ result: { a: new Float(5) }, stdout: 'printed\n' });
  expect(seen).toMatchObject([
    { path: '/v1/sandbox/run', key: 'secret', body: { language: 'python3', preload: '', enable_network: true } },
  ]);
});

const interpreters = { python3: ['python3', '-c'], nodejs: [process.execPath, '-e'] } as const;
const hasPython = spawnSync('python3', ['--version']).status === 0;

const scripts = [
  { language: 'python3', code: 'def main(a, b):\n    print("hi")\n    return {"r": a + b}' },
  { language: 'javascript', code: 'async function main({ a, b }) { console.log("hi"); return { r: a + b } }' },
] as const;

test.each(scripts.filter(({ language }) => hasPython || language !== 'python3'))(
  'the script that is sent runs main in $language',
  async ({ language, code }) => {
    const app = await openService(({ body }, response) => {
      const [file, flag] = interpreters[body.language as keyof typeof interpreters];
      const ran = spawnSync(file, [flag, body.code], { encoding: 'utf8' });
      reply(response, { stdout: ran.stdout, error: ran.stderr });
    });
    expect(await app.run({ language, code, inputs: { a: 'é', b: '"' } })).toEqual({
      result: { r: 'é"' },
      stdout: 'hi\n',
    });
  },
);

test.each([
  [
    'an error of the script',
    (r: ServerResponse) => reply(r, { stdout: '', error: 'Traceback: no' }),
    'script',
    /^Traceback: no$/,
  ],
  [
    'its limit of time',
    (r: ServerResponse) => reply(r, { stdout: '', error: 'error: timeout\n' }),
    'timeout',
    /timeout/,
  ],
  [
    'no result',
    (r: ServerResponse) => reply(r, { stdout: 'x', error: null }),
    'script',
    /did not end with a result: x/,
  ],
  [
    'a refusal',
    (r: ServerResponse) => r.end('{"code":-400,"message":"unsupported language"}'),
    'unavailable',
    /unsupported language/,
  ],
  ['a wrong key', (r: ServerResponse) => r.writeHead(401).end(), 'unavailable', /401.*CODE_EXECUTION_API_KEY/],
  ['too many requests', (r: ServerResponse) => r.writeHead(503).end('{}'), 'unavailable', /status 503/],
  ['something else', (r: ServerResponse) => r.end('<html>'), 'unavailable', /not JSON/],
  ['JSON of another kind', (r: ServerResponse) => r.end('[1]'), 'unavailable', /unknown form/],
  ['a broken connection', (r: ServerResponse) => r.destroy(), 'unavailable', /cannot be reached/],
] as const)('%s is told as such', async (_name, answer, kind, message) => {
  const app = await openService((_received, response) => answer(response));
  await expect(app.run(REQUEST)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
});

test('a service that does not answer is given up', async () => {
  const app = await openService(() => {}, 50);
  await expect(app.run(REQUEST)).rejects.toMatchObject({ kind: 'timeout' });
});

test('a stopped run leaves the service', async () => {
  const controller = new AbortController();
  const app = await openService(() => controller.abort(new Error('stopped')));
  await expect(app.run({ ...REQUEST, signal: controller.signal })).rejects.toThrow('stopped');
});

test.each([
  ['<<RESULT>>1<<RESULT>>', 1, ''],
  ['a<<RESULT>>"<<RESULT>>"<<RESULT>>', '<<RESULT>>', 'a'],
  ['<<RESULT>>no\n<<RESULT>>{"a":1}<<RESULT>>\n', { a: 1 }, '<<RESULT>>no\n'],
])('the result of %j is %j', (printed, result, stdout) => {
  expect(cutResult(printed)).toEqual({ result, stdout });
});
