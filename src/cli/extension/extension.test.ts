import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import { runCommandLine, type TestIoOptions } from '../testing/test-io.ts';

const SECRET = 'planted-canary-4711-do-not-show';
const VARIABLE = { DIFY_EXTENSION_API_KEY: SECRET };

let folder: string;
let server: ScriptedServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dify-extension-'));
  server = await startScriptedServer(() => jsonReply({ result: 'pong' }));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (argv: readonly string[], options: Partial<TestIoOptions> = {}) =>
  runCommandLine(['extension', ...argv], {
    ...{ cwd: folder, ...options },
    env: { DIFY_DATA_DIR: join(folder, 'data'), DIFY_OUTBOUND_ALLOW: '127.0.0.1', ...options.env },
  });

test('a service that answers the ping is kept, listed with its key masked, and removed by its name', async () => {
  const added = await run(['add', 'guard', server.url], { env: VARIABLE });
  expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/) });
  expect(server.requests[0]?.json()).toEqual({ point: 'ping', params: {} });
  expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
  const listed = await run(['list', '--json']);
  expect(JSON.parse(listed.stdout)).toEqual([
    {
      ...{ id: added.stdout.trim(), name: 'guard', api_endpoint: server.url },
      ...{ api_key: 'plante************ow', created_at: expect.any(Number) },
    },
  ]);
  expect(await run(['remove', 'guard', '--json'])).toMatchObject({ code: 0 });
  expect(await run(['list', '--json'])).toMatchObject({ stdout: '[]\n' });
});

test('the key is nowhere on disk and in no output, nor what stands in the query of the address', async () => {
  const address = `${server.url}/?token=in-the-query`;
  const outputs = [await run(['add', 'guard', address, '--json'], { env: VARIABLE }), await run(['list'])];
  expect(outputs.map(({ stdout, stderr }) => stdout + stderr).join()).not.toMatch(/planted-canary-4711|in-the-query/);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
  expect(kept).toContain('guard');
  expect(kept).not.toContain(SECRET);
});

test.each([
  ['standard input', ['--api-key-stdin'], { stdin: `${SECRET}\n` }],
  ['a prompt', [], { stdin: `${SECRET}\r`, isTerminal: true }],
])('the key may come from %s', async (_, more, options) => {
  expect(await run(['add', 'guard', server.url, ...more], options)).toMatchObject({ code: 0 });
  expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
});

test('without a key the command says where it may come from', async () => {
  const ended = await run(['add', 'guard', server.url]);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('DIFY_EXTENSION_API_KEY') });
  expect(server.requests).toEqual([]);
});

test('a service that does not answer with pong is not kept', async () => {
  const mute = await startScriptedServer(() => jsonReply({ result: 'what?' }));
  const ended = await run(['add', 'guard', mute.url], { env: VARIABLE });
  await mute.close();
  expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining('did not answer the ping with pong') });
  expect(ended.code).not.toBe(0);
  expect(await run(['list', '--json'])).toMatchObject({ stdout: '[]\n' });
});

test('an address inside of the network is refused unless it is allowed', async () => {
  const ended = await run(['add', 'guard', server.url], { env: { ...VARIABLE, DIFY_OUTBOUND_ALLOW: '' } });
  expect(ended.code).not.toBe(0);
  expect(server.requests).toEqual([]);
});

test('what is not there cannot be removed', async () => {
  expect(await run(['remove', 'guard'])).toMatchObject({
    stderr: expect.stringContaining('no API-based extension with the id or name "guard"'),
  });
});
