/**
 * `npm run setup`: builds the program and prepares the Python of code nodes, so that no first run has to wait for either.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { preparePython } from '../src/platform/sandbox/index.ts';

const root = resolve(import.meta.dirname, '..');

const { status } = spawnSync(process.execPath, [join(root, 'bin/dify.js'), '--version'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await preparePython((text) => console.log(text));
