import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingNames } from '../src/platform/config/config.ts';
import { settingsWithoutEffect } from '../src/platform/config/settings/index.ts';

const root = join(import.meta.dirname, '../src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith(join('platform', 'config')))
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');

test('a setting is used, or said to have no effect yet: none is forgotten', () => {
  const unused = settingNames().filter((name) => !new RegExp(`\\b${name}\\b`).test(sources));
  expect(unused.sort()).toEqual([...settingsWithoutEffect].sort());
});
