import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../../../test/fakes/chat-server.ts';
import { startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import { runCommandLine, type TestIoOptions } from '../testing/test-io.ts';

const SECRET = 'sk-planted-canary-4711-do-not-show';

let folder: string;
let data: string;
let server: ChatServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dify-model-'));
  data = join(folder, 'data');
  server = await startChatServer(['hello from the fake']);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (argv: readonly string[], options: Partial<TestIoOptions> = {}) =>
  runCommandLine(argv, { cwd: folder, ...options, env: { DIFY_DATA_DIR: data, ...options.env } });
const inEnvironment = (key = SECRET) => ({
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: `${server.url}/v1`,
});
const addOpenai = (more: readonly string[] = [], key = SECRET) =>
  run(['model', 'add', 'openai', ...more], { env: inEnvironment(key) });
const keysSent = () => server.requests.map(({ headers }) => headers['authorization']);

const APP = `
app: {mode: workflow, name: ask}
kind: app
version: 0.3.0
workflow:
  graph:
    nodes:
      - {id: start, data: {type: start, title: Start, variables: []}}
      - id: llm
        data:
          type: llm
          title: LLM
          model: {provider: langgenius/openai/openai, name: gpt-4o-mini, mode: chat, completion_params: {}}
          prompt_template: [{role: user, text: hi}]
          context: {enabled: false, variable_selector: []}
          vision: {enabled: false}
      - {id: end, data: {type: end, title: End, outputs: [{variable: text, value_selector: [llm, text]}]}}
    edges:
      - {id: a, source: start, target: llm, sourceHandle: source, targetHandle: target}
      - {id: b, source: llm, target: end, sourceHandle: source, targetHandle: target}
`;

/** Every byte of every file below. */
function contents(path: string): string {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

function listing(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const { size, mtimeMs } = statSync(join(entry.parentPath, entry.name));
      return `${entry.name} ${size} ${mtimeMs}`;
    })
    .toSorted();
}

test('a credential that was added is tested, and a run uses it without writing where it is kept', async () => {
  const added = await addOpenai();
  expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/) });
  expect(await run(['model', 'test', 'openai:gpt-4o-mini'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('openai:gpt-4o-mini answers'),
  });
  writeFileSync(join(folder, 'ask.yml'), APP);
  const before = listing(data);
  expect(await run(['run', 'ask.yml'])).toMatchObject({ code: 0, stdout: 'hello from the fake\n' });
  expect(listing(data)).toEqual(before);
  expect(keysSent()).toEqual(Array(3).fill(`Bearer ${SECRET}`));
  expect(await run(['run', 'ask.yml', '--data-dir', data])).toMatchObject({ code: 0, stdout: 'hello from the fake\n' });
  expect(keysSent()).toHaveLength(4);
});

test('the secret is nowhere on disk and in no output', async () => {
  const outputs = [
    await addOpenai(['--json']),
    await run(['model', 'list', '--json']),
    await run(['model', 'list']),
    await run(['model', 'test', 'openai:gpt-4o-mini', '--json']),
  ];
  for (const { code, stdout, stderr } of outputs) {
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(SECRET);
  }
  expect(JSON.parse(outputs[1]?.stdout ?? '')).toMatchObject({
    credentials: [{ provider: 'langgenius/openai/openai', credentials: { openai_api_key: 'sk-pla************ow' } }],
    defaults: {},
  });
  const bytes = contents(data);
  expect(bytes).toContain('langgenius/openai/openai'); // the files were really read
  expect(bytes).not.toContain(SECRET);
  expect(bytes).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 20));
});

test('credentials that the provider refuses are not kept, and the refusal does not repeat them', async () => {
  await server.close();
  server = await startChatServer([{ error: { status: 401, message: `Incorrect API key provided: ${SECRET}` } }]);
  const refused = await addOpenai(['--json']);
  expect(refused).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('Incorrect API key provided') });
  expect(refused.stderr).not.toContain(SECRET);
  expect(JSON.parse((await run(['model', 'list', '--json'])).stdout).credentials).toEqual([]);
});

test('a secret may not stand in a flag', async () => {
  for (const flag of [`openai_api_key=${SECRET}`, SECRET]) {
    const refused = await run(['model', 'add', 'openai', '--credential', flag]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).not.toContain(SECRET);
  }
  expect(server.requests).toEqual([]);
});

test.each([
  ['a file', 'openai_api_key=@key.txt', {}],
  ['standard input', 'openai_api_key=-', { stdin: `${SECRET}\n` }],
])('a secret comes from %s', async (_place, flag, options) => {
  writeFileSync(join(folder, 'key.txt'), `${SECRET}\n`);
  const address = `openai_api_base=${server.url}`;
  const added = await run(['model', 'add', 'openai', '--credential', flag, '--credential', address], options);
  expect(added.code).toBe(0);
  expect(keysSent()).toEqual([`Bearer ${SECRET}`]);
});

test('a terminal is asked for a secret and does not show it', async () => {
  const stdin = `x\u007f${SECRET}\r`;
  const address = ['--credential', `openai_api_base=${server.url}`];
  const added = await run(['model', 'add', 'openai', ...address], { stdin, isTerminal: true });
  expect(added).toMatchObject({ code: 0, rawModes: [true, false] });
  expect(added.stderr).toContain('openai_api_key');
  expect(added.stdout + added.stderr).not.toContain(SECRET);
  expect(keysSent()).toEqual([`Bearer ${SECRET}`]);
});

test('where nobody can be asked the ways are told', async () => {
  const refused = await run(['model', 'add', 'openai']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('OPENAI_API_KEY') });
});

test('when one of several credentials is removed, the other one is used', async () => {
  await addOpenai([], 'sk-first-0000000000000000');
  await addOpenai(['--name', 'second'], 'sk-second-000000000000000');
  writeFileSync(join(folder, 'ask.yml'), APP);
  const seen = server.requests.length;
  await run(['run', 'ask.yml']);
  expect(keysSent().slice(seen)).toEqual(['Bearer sk-first-0000000000000000']);
  const { credentials } = JSON.parse((await run(['model', 'list', '--json'])).stdout);
  expect(credentials.map(({ name }: { name: string }) => name)).toEqual(['API KEY 1', 'second']);
  expect((await run(['model', 'remove', 'openai'])).code).toBe(5);
  expect((await run(['model', 'remove', credentials[0].id])).code).toBe(0);
  await run(['run', 'ask.yml']);
  expect(keysSent().at(-1)).toBe('Bearer sk-second-000000000000000');
});

test('earlier secret keys keep credentials readable, and the first use moves them to the present one', async () => {
  const withKeys = (present: string, earlier = '') => ({
    env: { SECRET_KEY: present, ...(earlier && { DIFY_EARLIER_SECRET_KEYS: earlier }) },
  });
  await run(['model', 'add', 'openai'], { env: { ...inEnvironment(), ...withKeys('first key').env } });
  const testIt = (keys: ReturnType<typeof withKeys>) => run(['model', 'test', 'openai:gpt-4o-mini'], keys);
  expect((await testIt(withKeys('second key'))).stderr).toContain('encrypted with another secret key');
  const listed = await run(['model', 'list'], withKeys('second key'));
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('(unreadable)') });
  expect((await testIt(withKeys('second key', 'first key'))).code).toBe(0);
  expect((await testIt(withKeys('second key'))).code).toBe(0);
  expect((await testIt(withKeys('first key'))).code).toBe(1);
  expect(keysSent()).toEqual(Array(3).fill(`Bearer ${SECRET}`));
});

test('a model of one’s own is kept with what was said about it', async () => {
  const credentials = [`endpoint_url=${server.url}/v1`, 'context_size=12345', `api_key=@key.txt`];
  writeFileSync(join(folder, 'key.txt'), SECRET);
  const flags = credentials.flatMap((credential) => ['--credential', credential]);
  const added = await run(['model', 'add', 'openai_api_compatible', '--model', 'qwen3', ...flags, '--json']);
  expect(JSON.parse(added.stdout)).toMatchObject({
    model: { name: 'qwen3', kind: 'llm' },
    credentials: { context_size: '12345', api_key: expect.stringContaining('****') },
  });
  expect((await run(['model', 'test', 'openai_api_compatible:qwen3'])).code).toBe(0);
  expect((await run(['model', 'test', 'openai_api_compatible:other'])).code).toBe(4);
  expect(server.sent().map(({ model }) => model)).toEqual(['qwen3', 'qwen3']);
});

test('a provider that stays silent is given up in time', async () => {
  const silent = await startScriptedServer(() => ({ ending: 'hang' }));
  const env = { OPENAI_API_KEY: SECRET, OPENAI_BASE_URL: silent.url };
  const ended = await run(['model', 'test', 'openai:gpt-4o-mini', '--timeout', '0.3'], { env });
  expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no answer in time') });
  await silent.close();
});

test('a default model is chosen per kind', async () => {
  expect((await run(['model', 'default', 'llm', 'gemini:gemini-2.0-flash'])).stdout).toBe(
    'llm: google:gemini-2.0-flash\n',
  );
  const shown = await run(['model', 'default', '--json']);
  expect(JSON.parse(shown.stdout)).toEqual({
    llm: { provider: 'langgenius/gemini/google', model: 'gemini-2.0-flash' },
  });
  expect((await run(['model', 'default', 'rerank', 'openai:gpt-4o'])).code).toBe(1);
  expect((await run(['model', 'default', 'llm', 'nobody:x'])).code).toBe(5);
});

test('a run that asks no model opens nothing of the data directory', async () => {
  mkdirSync(data);
  writeFileSync(join(data, 'dify.db'), 'no database at all');
  writeFileSync(
    join(folder, 'plain.yml'),
    APP.replaceAll('llm', 'text')
      .replace('type: text', 'type: template-transform')
      .replace('title: LLM', 'title: T\n          template: plain\n          variables: []')
      .replace('[text, text]', '[text, output]'),
  );
  expect(await run(['run', 'plain.yml'])).toMatchObject({ code: 0, stdout: 'plain\n' });
});

test('the providers are listed with the variables that hold their credentials', async () => {
  const { stdout } = await run(['model', 'list', '--providers', '--json']);
  const providers = JSON.parse(stdout) as { name: string; credentials: { variables: string[] }[] }[];
  const openai = providers.find(({ name }) => name === 'openai');
  expect(openai?.credentials[0]?.variables).toEqual(['OPENAI_API_KEY']);
});
