import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assetPath, listAssets, loadNativeAddon, nativeVersions, programVersion, readAsset, targets } from './index.ts';
import { manifest } from './manifest.ts';

test('an asset has the same bytes by name and by path', () => {
  const bytes = readAsset('native/better_sqlite3.node');
  expect(bytes.length).toBeGreaterThan(1_000_000);
  expect(Buffer.compare(bytes, readFileSync(assetPath('native/better_sqlite3.node')))).toBe(0);
});

test('every asset that is listed exists', { timeout: 120_000 }, () => {
  const names = listAssets('');
  expect(names).toContain('native/vec0');
  expect(names.filter((name) => !existsSync(assetPath(name)))).toEqual([]);
});

test.each(targets)('native files are named for %s as their packages name them', (target) => {
  const packages = manifest.flatMap((entry) => (entry.kind === 'file' ? [entry.from(target)] : []));
  expect(packages).toContainEqual(
    expect.stringMatching(/^node_modules\/better-sqlite3\/prebuilds\/(linux|darwin|win32)-(x64|arm64)\.node$/),
  );
});

test('an unknown name is named', () => {
  expect(() => readAsset('native/nothing')).toThrow('No asset is called "native/nothing"');
});

test('a name cannot lead out of an asset folder', () => {
  expect(() => assetPath('templates/../package.json')).toThrow('No asset is called');
});

test('a native addon is loaded once', () => {
  expect(loadNativeAddon('native/better_sqlite3.node')).toBe(loadNativeAddon('native/better_sqlite3.node'));
});

test('the version names the program and its native parts', async () => {
  expect(programVersion()).toMatchObject({ node: process.versions.node, executable: false });
  expect(await nativeVersions()).toMatchObject({ sqliteVec: 'v0.1.9' });
});
