import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConfigSources, describeConfig, loadConfig } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-config-'));
  mkdirSync(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const load = (sources: Partial<ConfigSources> = {}) =>
  loadConfig({ env: { DIFY_DATA_DIR: join(folder, 'data') }, workingDirectory: folder, ...sources });
const env = (more: Record<string, string>) => ({ DIFY_DATA_DIR: join(folder, 'data'), ...more });

test('each source gives way to the one before it', () => {
  const step = (config: ReturnType<typeof load>) => [config.port, config.origins.port];
  expect(step(load())).toEqual([5001, 'default']);
  write('data/dify.yml', 'port: 1001\n');
  expect(step(load())).toEqual([1001, 'dify.yml']);
  write('.env', 'DIFY_PORT=1002\n');
  expect(step(load())).toEqual([1002, 'DIFY_PORT in .env']);
  expect(step(load({ env: env({ DIFY_PORT: '1003' }) }))).toEqual([1003, 'DIFY_PORT']);
  expect(step(load({ env: env({ DIFY_PORT: '1003' }), flags: { port: '1004' } }))).toEqual([1004, 'flag']);
});

test.each([
  ['WORKFLOW_MAX_EXECUTION_STEPS', '7', 'workflowMaxSteps', 7],
  ['CODE_MAX_STRING_LENGTH', '80000', 'codeMaxStringLength', 80_000],
  ['CODE_MAX_NUMBER', '9223372036854775808', 'codeMaxNumber', 9223372036854775808n],
  ['CODE_EXECUTION_READ_TIMEOUT', '1.5', 'codeReadSeconds', 1.5],
  ['HTTP_REQUEST_NODE_SSL_VERIFY', 'False', 'httpVerifyTls', false],
  ['LOG_LEVEL', 'WARNING', 'logLevel', 'warn'],
  ['UPLOAD_FILE_EXTENSION_BLACKLIST', 'exe, .BAT', 'uploadBlockedExtensions', ['exe', 'bat']],
  ['DIFY_OUTBOUND_ALLOW', 'localhost:80, 10.0.0.0/8', 'outboundAllow', ['localhost:80', '10.0.0.0/8']],
  ['DIFY_MODEL_GATEWAY', 'http://127.0.0.1:9/v1', 'modelGateway', 'http://127.0.0.1:9/v1'],
  ['https_proxy', 'http://proxy:3128', 'httpsProxy', 'http://proxy:3128'],
  ['CONSOLE_API_URL', 'http://localhost:5001', 'filesUrl', 'http://localhost:5001'],
] as const)('%s=%s is understood', (name, text, setting, expected) => {
  const config = load({ env: env({ [name]: text }) });
  expect(config[setting]).toEqual(expected);
  expect(config.origins[setting]).toBe(name);
});

test('our own name wins over the one Dify documents', () => {
  expect(load({ env: env({ LOG_LEVEL: 'ERROR', DIFY_LOG_LEVEL: 'debug' }) }).logLevel).toBe('debug');
});

test('an empty variable counts as absent', () => {
  expect(load({ env: env({ SECRET_KEY: '', LOG_LEVEL: '' }) })).toMatchObject({ logLevel: 'info' });
});

test.each([
  [{ env: { DIFY_PORT: 'abc' } }, /port cannot be "abc" \(from DIFY_PORT\): expected a whole number/],
  [{ env: { DIFY_PORT: '70000' } }, /port cannot be "70000"/],
  [{ env: {}, flags: { logLevel: 'loud' } }, /log_level cannot be "loud" \(from the command line\)/],
  [{ env: { HTTP_REQUEST_NODE_SSL_VERIFY: 'maybe' } }, /expected true or false/],
  [{ env: { DIFY_MODEL_GATEWAY: 'localhost:80' } }, /model_gateway cannot be "localhost:80".*expected an http:/],
])('a wrong value is told with its name and origin: %j', (sources, expected) => {
  expect(() => load(sources)).toThrow(expected);
  expect(() => load(sources)).toThrow(expect.objectContaining({ code: 'configuration_invalid' }));
});

test('a wrong secret is not repeated', () => {
  expect(() => load({ flags: { httpProxy: 'ftp://me:hunter2@proxy' } })).toThrow(/^(?!.*hunter2).*http_proxy/);
});

test.each([
  ['prot: 1\n', 'there is no setting "prot"'],
  ['- port\n', 'expected "name: value" lines'],
  ['port: [\n', 'dify.yml cannot be used'],
])('a mistake in dify.yml is told: %j', (content, expected) => {
  write('data/dify.yml', content);
  expect(() => load()).toThrow(expected);
});

test('an env file that was named must exist', () => {
  expect(() => load({ envFile: 'prod.env' })).toThrow('The env file prod.env does not exist');
  write('prod.env', 'SECRET_KEY="from file"\nOPENAI_API_KEY=sk-1\n');
  const config = load({ envFile: 'prod.env' });
  expect([config.secretKey, config.origins.secretKey]).toEqual(['from file', 'SECRET_KEY in prod.env']);
  expect(config.environment['OPENAI_API_KEY']).toBe('sk-1');
});

test('the data directory is absolute and follows XDG', () => {
  expect(load({ env: { XDG_DATA_HOME: '/xdg' } }).dataDir).toBe('/xdg/dify');
  expect(load({ env: { HOME: '/home/me' } }).dataDir).toBe('/home/me/.local/share/dify');
  expect(load({ flags: { dataDir: 'here' } }).dataDir).toBe(join(folder, 'here'));
});

test('people see every value with its origin and no secret', () => {
  const shown = describeConfig(load({ env: env({ SECRET_KEY: 'canary-1', HTTP_PROXY: 'http://me:canary-2@proxy' }) }));
  expect(shown).toContainEqual(expect.objectContaining({ variable: 'DIFY_PORT', value: 5001, origin: 'default' }));
  expect(shown).toContainEqual(expect.objectContaining({ name: 'secretKey', value: '********', origin: 'SECRET_KEY' }));
  expect(shown).toContainEqual(expect.objectContaining({ name: 'databaseUrl', value: null }));
  expect(JSON.stringify(shown)).not.toContain('canary');
});
