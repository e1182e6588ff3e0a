import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { findAddress, placeOf } from './address.ts';
import { askLocally, listenLocally } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-local-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const echo = async (request: string) => `heard ${request}`;
async function open(where: string, reply = echo) {
  const listener = await listenLocally(where, reply);
  onTestFinished(() => listener?.close());
  return listener;
}
const deepFolder = () => {
  const deep = join(folder, 'd'.repeat(100));
  mkdirSync(deep);
  return deep;
};

test('a request gets its reply, however large it is and however many come at once', async () => {
  await open(folder);
  const requests = ['hi', 'ä'.repeat(300_000), '{"a": 1}'];
  const replies = await Promise.all(requests.map((request) => askLocally(folder, request)));
  expect(replies).toEqual(requests.map((request) => `heard ${request}`));
});

test('where nobody listens there is no reply', async () => {
  expect(await askLocally(folder, 'hi')).toBeUndefined();
  const listener = await listenLocally(folder, echo);
  await listener?.close();
  expect(await askLocally(folder, 'hi')).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('only the owner may use the socket', async () => {
  await open(folder);
  expect(statSync(placeOf(folder)).mode & 0o777).toBe(0o600);
});

test('a second listener leaves the place to the first', async () => {
  await open(folder);
  expect(await listenLocally(folder, async () => 'the other')).toBeUndefined();
  expect(await askLocally(folder, 'hi')).toBe('heard hi');
});

test.each([
  ['', () => folder],
  [' of a folder with a long path', () => deepFolder()],
])('what a killed listener%s left behind is replaced', async (_, where) => {
  const place = where();
  const program = `import { listenLocally } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    await listenLocally(${JSON.stringify(place)}, async () => 'dead'); setInterval(() => {}, 1000); console.log('here');`;
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program]);
  await once(killed.stdout, 'data');
  expect(await askLocally(place, 'hi')).toBe('dead');
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await askLocally(place, 'hi')).toBeUndefined();
  await open(place);
  expect(await askLocally(place, 'hi')).toBe('heard hi');
});

test.skipIf(process.platform === 'win32')(
  'a folder with a long path has its socket elsewhere, and takes it along',
  async () => {
    const deep = deepFolder();
    const listener = await listenLocally(deep, echo);
    expect(lstatSync(placeOf(deep)).isSymbolicLink()).toBe(true);
    expect(await askLocally(deep, 'hi')).toBe('heard hi');
    const address = findAddress(placeOf(deep)) ?? '';
    await listener?.close();
    expect([existsSync(address), existsSync(join(address, '..')), readdirSync(deep)]).toEqual([false, false, []]);
  },
);

test.skipIf(process.platform === 'win32' || process.getuid?.() !== 0)(
  'a place that somebody else has taken over is not used',
  async () => {
    const deep = deepFolder();
    await open(deep);
    chownSync(join(findAddress(placeOf(deep)) ?? '', '..'), 12345, 12345);
    expect(await askLocally(deep, 'a secret')).toBeUndefined();
  },
);

test('a listener that goes before it has replied leaves the caller without an answer', async () => {
  const listener = await listenLocally(folder, () => new Promise(() => {}));
  const asked = askLocally(folder, 'hi');
  const behindIt = connect(placeOf(folder)).on('error', () => {});
  await once(behindIt, 'connect');
  await listener?.close();
  expect(await asked).toBeUndefined();
});

test('a caller that goes without asking, or halfway, harms nobody', async () => {
  await open(folder);
  for (const text of ['', 'half a req']) {
    const socket = connect(placeOf(folder));
    await once(socket, 'connect');
    socket.write(text);
    socket.destroy();
  }
  expect(await askLocally(folder, 'hi')).toBe('heard hi');
});
