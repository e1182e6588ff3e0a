import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection } from '../../src/storage/dialects/sqlite/connection.ts';
import { listMigrations } from '../../src/storage/dialects/sqlite/migrate.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { openWorkplace, type Workplace } from './command-line.ts';
import { end, flow, llm, start } from './flows.ts';

/** A run that keeps nothing borrows credentials from a data directory that another version may be using. */

let place: Workplace;
let models: ChatServer;
beforeEach(async () => {
  place = openWorkplace();
  models = await startChatServer(['hello']);
  place.write('ask.yml', flow({ nodes: [start(), llm('llm', 'hi'), end({ text: ['llm', 'text'] })] }));
});
afterEach(async () => {
  await models.close();
  place.remove();
});

const dataDir = () => join(place.folder, 'data');
const inEnvironment = (key: string) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${models.url}/v1` });
const dify = (argv: readonly string[], env = {}) => place.dify(argv, { env: { DIFY_DATA_DIR: dataDir(), ...env } });
const keysSent = () => models.requests.map(({ headers }) => headers['authorization']);

/** As if another version of the program had written it last. */
function setVersion(version: number): void {
  const connection = openConnection({ path: join(dataDir(), 'dify.db') });
  connection.raw.pragma(`user_version = ${version}`);
  connection.raw.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
}

/** Every file of the data directory, with its bytes. */
function content(): (readonly [string, string])[] {
  const entries = readdirSync(dataDir(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  return paths.map((path) => [path, readFileSync(path, 'latin1')] as const);
}

test.each([
  ['an older', listMigrations().length - 1],
  ['a newer', listMigrations().length + 1],
])('what %s version keeps is left alone, and the run goes on without', async (which, version) => {
  await dify(['model', 'add', 'openai'], inEnvironment('sk-stored-00000000000000'));
  setVersion(version);
  const before = content();
  const ended = await dify(['run', 'ask.yml'], inEnvironment('sk-of-the-environment-00'));
  expect(ended).toMatchObject({ code: 0, stdout: 'hello\n' });
  const told = ended.stderr.split('\n').filter((line) => line.includes('warning'));
  expect(told).toEqual([
    expect.stringContaining(`credentials are not used: The database ${join(dataDir(), 'dify.db')}`),
  ]);
  expect(told[0]).toContain(`${which} version of this program`);
  expect(keysSent().at(-1)).toBe('Bearer sk-of-the-environment-00');
  expect(content()).toEqual(before);
});

test('what this version keeps is used in silence', async () => {
  await dify(['model', 'add', 'openai'], inEnvironment('sk-stored-00000000000000'));
  const ended = await dify(['run', 'ask.yml']);
  expect(ended).toMatchObject({ code: 0, stdout: 'hello\n', stderr: expect.not.stringContaining('warning') });
  expect(keysSent().at(-1)).toBe('Bearer sk-stored-00000000000000');
});
