import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { executable } from './empty-machine.ts';

/** The outside judges, where they lie beside the project. All cases are judged from source; here a sample of every kind. */
const judge = resolve(import.meta.dirname, '../../../shared/conformance/run.mjs');
const SAMPLE = ['code-python-all-types', 'code-javascript-objects', 'document-extractor', 'graph-diamond-join'];

test.runIf(existsSync(judge)).each(SAMPLE)('the judges find nothing wrong with %s', (filter) => {
  const args = [judge, '--dify', executable(), '--filter', filter];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: join(judge, '..'), encoding: 'utf8' });
  expect(status, stdout).toBe(0);
});
