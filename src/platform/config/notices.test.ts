import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-notices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const strongKey = 'k'.repeat(32);
const noticesOf = (env: Record<string, string>) =>
  loadConfig({ env: { DIFY_DATA_DIR: join(folder, 'data'), ...env }, workingDirectory: folder }).notices;

test.each([
  ['DIFY_PROT', 'there is no setting DIFY_PROT; did you mean DIFY_PORT?'],
  ['DIFY_LOGLEVEL', 'there is no setting DIFY_LOGLEVEL; did you mean DIFY_LOG_LEVEL?'],
  ['DIFY_FILES_ACCESS_TIMEOUT', 'there is no setting DIFY_FILES_ACCESS_TIMEOUT; did you mean FILES_ACCESS_TIMEOUT?'],
  ['DIFY_SOMETHING_ELSE_ENTIRELY', 'there is no setting DIFY_SOMETHING_ELSE_ENTIRELY'],
])('%s is no setting: said once, with what was probably meant', (name, expected) => {
  expect(noticesOf({ [name]: '1' })).toEqual([expected]);
  writeFileSync(join(folder, '.env'), `${name}=1\n`);
  expect(noticesOf({})).toEqual([expected.replace(name, `${name} (in .env)`)]);
  expect(noticesOf({ [name]: '1' })).toEqual([expected]);
});

test('nothing is said of settings, of variables of single commands and of what Kubernetes adds', () => {
  const linked = { DIFY_SERVICE_HOST: '10.0.0.1', DIFY_WEB_PORT_80_TCP: 'tcp://10.0.0.1:80' };
  const ours = { DIFY_LOG_LEVEL: 'info', DIFY_DEBUG: '1', DIFY_USER_PASSWORD: 'x', SECRET_KEY: strongKey };
  expect(noticesOf({ ...linked, ...ours, HOME: '/home/me', DB_USERNAME: 'as in the files of Dify' })).toEqual([]);
});

test.each([
  ['PORT 80', 'line 1 is ignored: it has no "="'],
  ['# one\r\n\r\nPORT', 'line 3 is ignored: it has no "="'],
  ['=1', 'line 1 has no name before its "="'],
  ['LOG LEVEL=info', 'line 1 has no name before its "="'],
  ['\n A="open\nB=1', 'line 2 opens a quote (") that nothing closes'],
  ["A='x' 'y'", "line 1 is ignored after the closing quote (')"],
  ['A="two\nlines" more\nB', 'line 2 is ignored after the closing quote (")'],
])('of an env file %j is told: %s', (content, expected) => {
  writeFileSync(join(folder, '.env'), content);
  expect(noticesOf({})[0]).toBe(`.env: ${expected}`);
});

test('nothing is said of an env file as people write them', () => {
  const lines = [
    '\uFEFF# ours',
    'export A=1',
    'B = "two',
    '# no comment',
    'lines" # one',
    "C=it's",
    'D=',
    'E=`x`',
    'F.g-h=a=b',
  ];
  writeFileSync(join(folder, '.env'), `${lines.join('\r\n')}\r\n`);
  expect(noticesOf({})).toEqual([]);
});

test('a setting in the first line of a file that begins with a byte order mark counts', () => {
  writeFileSync(join(folder, '.env'), '\uFEFFDIFY_PORT=81\n');
  expect(loadConfig({ env: {}, workingDirectory: folder }).port).toBe(81);
});

test('a secret key that can be guessed is told and not shown', () => {
  const [short, ...others] = noticesOf({ SECRET_KEY: 'hunter2' });
  expect(short).toMatch(/^the secret key \(SECRET_KEY\) is shorter than 32 bytes: /);
  expect(short).not.toContain('hunter2');
  expect(others).toEqual([]);
  const published = 'sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U'; // docker/.env.example of Dify
  expect(noticesOf({ DIFY_SECRET_KEY: published })).toEqual([
    expect.stringMatching(/^the secret key \(DIFY_SECRET_KEY\) is the one of the examples of Dify: /),
  ]);
  expect(noticesOf({ SECRET_KEY: strongKey })).toEqual([]);
});

test('DIFY_ENV_FILE names the file, which must exist, and a flag goes before it', () => {
  writeFileSync(join(folder, 'one.env'), 'DIFY_PORT=81\n');
  writeFileSync(join(folder, 'two.env'), 'DIFY_PORT=82\n');
  const load = (name: string, envFile?: string) =>
    loadConfig({ env: { DIFY_ENV_FILE: name }, workingDirectory: folder, ...(envFile !== undefined && { envFile }) });
  expect(load('one.env').origins.port).toBe('DIFY_PORT in one.env');
  expect(load('one.env', 'two.env').port).toBe(82);
  expect(() => load('none.env')).toThrow('The env file none.env does not exist (from DIFY_ENV_FILE)');
});
