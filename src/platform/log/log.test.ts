import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LogOptions, openLog, redact, redactText } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(options: Partial<LogOptions>, write: (log: ReturnType<typeof openLog>) => void): string {
  const file = join(folder, 'dify.log');
  const log = openLog({ level: 'info', file, ...options });
  write(log);
  log.close();
  return readFileSync(file, 'utf8');
}

test('a line is one JSON object with time, level and fields', () => {
  const text = written({}, (log) => log.with({ run: 'r1' }).info('run started', { nodes: 3 }));
  const line = JSON.parse(text);
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    run: 'r1',
    nodes: 3,
    message: 'run started',
  });
});

test('a level below the chosen one writes nothing', () => {
  expect(written({ level: 'warn' }, (log) => log.info('quiet'))).toBe('');
});

test('an error keeps its causes and its code', () => {
  const error = new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNRESET' }) });
  const line = JSON.parse(written({}, (log) => log.error('failed', { error })));
  expect(line.error).toMatchObject({ message: 'outer', cause: { message: 'inner', code: 'ECONNRESET' } });
  expect(line.error.stack).toContain('log.test.ts');
});

test('a person reads short lines', () => {
  const text = written({ isPretty: true }, (log) => log.warn('slow node', { node: 'llm', title: 'Ask a model' }));
  expect(text).toMatch(/^\d\d:\d\d:\d\d warn {2}slow node node=llm title="Ask a model"\n$/);
});

test('a planted secret appears nowhere in a line', () => {
  const secret = 'canary-7f3a';
  const text = written({ secrets: [secret] }, (log) => {
    log.info(`calling with ${secret}`, { url: `https://x/?a=${secret}`, deep: [{ note: `${secret}!` }] });
    log.with({ header: secret }).error('failed', { error: new Error(`bad key ${secret}`, { cause: secret }) });
  });
  expect(text).not.toContain(secret);
});

test.each(['password', 'api_key', 'openai_api_key', 'Authorization', 'secretKey', 'access-token', 'credentials'])(
  'the field %s is hidden, whatever it holds',
  (name) => {
    expect(redact({ [name]: 'abc' })).toEqual({ [name]: '[redacted]' });
    expect(redact({ [name]: { inner: 'abc' } })).toEqual({ [name]: '[redacted]' });
  },
);

test('counts of tokens are no secrets', () => {
  expect(redact({ total_tokens: 5, token: 5, max_tokens: 10 })).toEqual({ total_tokens: 5, token: 5, max_tokens: 10 });
});

test.each([
  ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [redacted]'],
  ['key sk-proj-abcdefghijklmnop was refused', 'key [redacted] was refused'],
  ['postgres://dify:pass@db/dify', 'postgres://[redacted]@db/dify'],
  ['postgresql+psycopg2://dify:pass@db/dify', 'postgresql+psycopg2://[redacted]@db/dify'],
  ['POST /chat?access_token=24.4a&x=1', 'POST /chat?access_token=[redacted]&x=1'],
  ['GET /token?client_secret=abc', 'GET /token?client_secret=[redacted]'],
  ['GET /a?X-Amz-Signature=abc', 'GET /a?X-Amz-Signature=[redacted]'],
  ['GET /files/1?timestamp=2&sign=abc=&x=1', 'GET /files/1?timestamp=2&sign=[redacted]&x=1'],
])('%s reads %s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test('what refers to itself is cut', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(JSON.stringify(redact(circle))).toContain('[nested]');
});

test('after its file was moved away a log goes on in a new one', () => {
  const moved = join(folder, 'dify.log.1');
  const text = written({}, (log) => {
    log.info('before');
    renameSync(join(folder, 'dify.log'), moved);
    log.reopen();
    log.info('after');
  });
  expect([readFileSync(moved, 'utf8'), text].map((line) => JSON.parse(line).message)).toEqual(['before', 'after']);
});

test('a log on standard error has nothing to reopen', () => {
  const log = openLog({ level: 'silent' });
  expect(() => log.reopen()).not.toThrow();
});

test('a log file that cannot be written is named with its setting', () => {
  const open = () => openLog({ level: 'info', file: folder });
  expect(open).toThrow(`The log file ${folder} cannot be written`);
  expect(open).toThrow(expect.objectContaining({ hint: expect.stringContaining('DIFY_LOG_FILE') }));
});

test.each(['a-', 'a.', 'a+', 'Bearer ', '?a.', '&key'])('a long text of %s is looked through once', (piece) => {
  const text = piece.repeat(500_000);
  expect(redactText(text)).toBe(text);
});
