import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChild } from '../../src/platform/sandbox/launch.ts';
import { openSurroundings, type Surroundings } from './surroundings.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await openSurroundings();
});
afterAll(() => around.close());

test('code that has left its interpreter meets the second wall', { timeout: 120_000 }, async () => {
  const ownFile = join(around.targets.folder, 'freed-code.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'freed-code.ts')],
    outfile: ownFile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
  });
  const { file, args } = launchChild('javascript');
  const usual = args.at(-1) ?? '';
  const ran = spawnSync(
    file,
    args.map((arg) => arg.replace(usual, ownFile)),
    {
      env: {},
      input: JSON.stringify({ ...around.targets, ownFile }),
      encoding: 'utf8',
    },
  );
  expect(ran.stderr).toBe('');
  const outcomes = JSON.parse(ran.stdout) as Record<string, string>;
  expect(Object.keys(outcomes).length).toBeGreaterThan(30);
  expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'worked')).toEqual([]);
  expect(around.connections()).toBe(0);
});

test('a child that was started without its flags refuses to serve', { timeout: 120_000 }, async () => {
  const { openSandbox } = await import('../../src/platform/sandbox/open-sandbox.ts');
  const launch = launchChild('javascript');
  const open = openSandbox({}, () => ({ ...launch, args: [launch.args.at(-1) ?? ''] }));
  const run = open.forApp('a').run({ language: 'javascript', code: 'function main() { return 1 }', inputs: {} });
  await expect(run).rejects.toMatchObject({ kind: 'unavailable' });
  await open.close();
});
