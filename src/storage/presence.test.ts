import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isAlone, isPresent, showPresence, sweepPresences } from './presence.ts';

function folderOfProcesses(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dify-presence-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'processes');
}

const program = (folder: string) => `
  import { showPresence } from ${JSON.stringify(join(import.meta.dirname, 'presence.ts'))};
  showPresence(${JSON.stringify(folder)}, 'other:1');
  process.stdout.write('shown');
  setInterval(() => {}, 1000);
`;

test('a process that is killed is known to be gone at once', { timeout: 30_000 }, async () => {
  const folder = folderOfProcesses();
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program(folder)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(isPresent(folder, 'other:1')).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isPresent(folder, 'other:1')).toBe(false);
});

test('a process that closed its presence, or never showed one, counts as gone', () => {
  const folder = folderOfProcesses();
  expect(isPresent(folder, 'one')).toBe(false);
  const presence = showPresence(folder, 'one');
  expect(isPresent(folder, 'one')).toBe(true);
  presence.close();
  expect(isPresent(folder, 'one')).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('a process is alone beside those that died, and not beside one that lives', () => {
  const folder = folderOfProcesses();
  const own = showPresence(folder, 'own');
  writeFileSync(join(folder, 'dead.lock'), '');
  expect(isAlone(folder, 'own')).toBe(true);
  const other = showPresence(folder, 'other');
  expect(isAlone(folder, 'own')).toBe(false);
  other.close();
  expect(isAlone(folder, 'own')).toBe(true);
  own.close();
});

test('a sweep removes what the dead left, and leaves the living alone', () => {
  const folder = folderOfProcesses();
  const presence = showPresence(folder, 'alive');
  writeFileSync(join(folder, 'dead.lock'), '');
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), 0, 0);
  sweepPresences(folder, Date.now());
  expect(readdirSync(folder)).toEqual(['alive.lock']);
  expect(isPresent(folder, 'alive')).toBe(true);
  presence.close();
});
