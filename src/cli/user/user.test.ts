import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdSource, systemClock } from '../../platform/clock/index.ts';
import { verifyPassword } from '../../platform/secrets/index.ts';
import { type Account, openStorage } from '../../storage/index.ts';
import { runCommandLine, type TestIoOptions } from '../testing/test-io.ts';

vi.setConfig({ testTimeout: 60_000 }); // to hash a password is meant to take long

const PASSWORD = 'planted-Canary-4711';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-user-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (argv: readonly string[], options: Partial<TestIoOptions> = {}) =>
  runCommandLine(['user', ...argv], { cwd: folder, ...options, env: { DIFY_DATA_DIR: data, ...options.env } });
const create = (email: string, ...more: string[]) =>
  run(['create', email, '--json', ...more], { env: { DIFY_USER_PASSWORD: PASSWORD } });
const list = async () => JSON.parse((await run(['list', '--json'])).stdout) as Record<string, unknown>[];

/** What is stored of an account. */
async function stored(email: string): Promise<Account | undefined> {
  const storage = openStorage({ path: join(data, 'dify.db'), clock: systemClock, ids: createIdSource() });
  const account = await storage.system.tenants.findAccountByEmail(email);
  await storage.close();
  return account;
}

async function opens(email: string, password: string): Promise<boolean> {
  const account = await stored(email);
  return verifyPassword(password, { hash: account?.password ?? '', salt: account?.passwordSalt ?? null });
}

test('the first account owns the workspace, later ones have the role that was named', async () => {
  expect(JSON.parse((await create('Ann@Example.com', '--language', 'de-DE')).stdout)).toMatchObject({
    ...{ email: 'ann@example.com', name: 'Ann', role: 'owner', status: 'active', last_login_at: null },
  });
  expect(await stored('ann@example.com')).toMatchObject({ interfaceLanguage: 'de-DE', timezone: 'Europe/Berlin' });
  await create('bob@example.com', '--role', 'dataset_operator', '--name', 'Bob B.');
  await create('eve@example.com');
  expect((await list()).map(({ name, role }) => [name, role])).toEqual([
    ['Ann', 'owner'],
    ['Bob B.', 'dataset_operator'],
    ['eve', 'normal'],
  ]);
  expect((await run(['list'])).stdout).toMatch(/^ID .*EMAIL .*ROLE.*\n.*ann@example\.com/);
});

test('a workspace has one owner and every address once', async () => {
  await create('ann@example.com');
  const second = await create('bob@example.com', '--role', 'owner');
  expect(second).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(second.stderr).error).toMatchObject({ code: 'conflict', message: expect.stringContaining('ann@') });
  expect(await create('ANN@example.com')).toMatchObject({ code: 1, stdout: '' });
  expect(await list()).toHaveLength(1);
});

test.each([
  ['an address without a host', ['create', 'ann'], PASSWORD],
  ['an unknown role', ['create', 'ann@example.com', '--role', 'king'], PASSWORD],
  ['an unknown language', ['create', 'ann@example.com', '--language', 'xx'], PASSWORD],
  ['an empty name', ['create', 'ann@example.com', '--name', ' '], PASSWORD],
  ['a short password', ['create', 'ann@example.com'], 'abc1234'],
  ['a password without digits', ['create', 'ann@example.com'], 'abcdefgh'],
  ['two ways at once', ['create', 'ann@example.com', '--password-stdin', '--generate-password'], PASSWORD],
])('%s is refused, and the password is not repeated', async (_, argv, password) => {
  const ended = await run(argv, { env: { DIFY_USER_PASSWORD: password } });
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^dify: /) });
  expect(ended.stderr).not.toContain(password);
  expect(await list()).toEqual([]);
});

test('a password is asked for twice and never shown or written', async () => {
  const ended = await run(['create', 'ann@example.com'], {
    stdin: `${PASSWORD}\r${PASSWORD}\r`,
    isTerminal: true,
  });
  expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/) });
  expect(ended.rawModes).toEqual([true, false, true, false]);
  expect(ended.stderr).not.toContain(PASSWORD);
  expect(await opens('ann@example.com', PASSWORD)).toBe(true);
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(PASSWORD);
  }
});

test('two different answers make no account', async () => {
  const ended = await run(['create', 'ann@example.com'], { stdin: `${PASSWORD}\r${PASSWORD}!\r`, isTerminal: true });
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('differ') });
  expect(await list()).toEqual([]);
});

test('a password is read from standard input as it is, but for the line that ends it', async () => {
  await run(['create', 'ann@example.com', '--password-stdin'], { stdin: ` ${PASSWORD} \n` });
  expect(await opens('ann@example.com', ` ${PASSWORD} `)).toBe(true);
});

test('where nobody can be asked a password is generated and told once', async () => {
  const [id, password = ''] = (await run(['create', 'ann@example.com'])).stdout.trimEnd().split('\n');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await opens('ann@example.com', password)).toBe(true);
});

test('a password is replaced, and the old one opens nothing any more', async () => {
  await create('ann@example.com');
  const reset = await run(['reset-password', 'Ann@example.com', '--generate-password', '--json']);
  const { email, password } = JSON.parse(reset.stdout) as Record<string, string>;
  expect(email).toBe('ann@example.com');
  expect([await opens('ann@example.com', password ?? ''), await opens('ann@example.com', PASSWORD)]).toEqual([
    true,
    false,
  ]);
  const unknown = await run(['reset-password', 'nobody@example.com', '--generate-password']);
  expect(unknown).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('dify user list') });
});

test('another workspace is named by id or name, and takes an account that is there already as it stands', async () => {
  await create('ann@example.com');
  const storage = openStorage({ path: join(data, 'dify.db'), clock: systemClock, ids: createIdSource() });
  const { id } = await storage.system.tenants.create({ name: 'Second' });
  await storage.close();
  const joined = await run(['create', 'ann@example.com', '--workspace', 'Second', '--generate-password', '--json']);
  expect(JSON.parse(joined.stdout)).toMatchObject({ email: 'ann@example.com', role: 'owner' });
  expect(joined.stdout).not.toContain('password');
  expect(joined.stderr).toContain('whose password stays');
  expect(await opens('ann@example.com', PASSWORD)).toBe(true);
  expect(JSON.parse((await run(['list', '--workspace', id, '--json'])).stdout)).toHaveLength(1);
  const unknown = await run(['list', '--workspace', 'Third']);
  expect(unknown).toMatchObject({ code: 5, stderr: expect.stringContaining('Second') });
});
