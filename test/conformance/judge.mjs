/**
 * Lets the outside judges of ../shared/conformance look at the program: `node test/conformance/judge.mjs [--driver http]`.
 * Cases that later work brings stand in known-gaps.json with the reason; that list may only shrink: a listed case that
 * passes fails here until it is taken off the list.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const root = resolve(here, '../..');
const judges = resolve(root, '../shared/conformance');
const driver = process.argv.includes('--driver') ? process.argv[process.argv.indexOf('--driver') + 1] : 'cli';
const dify = process.env.DIFY_CMD ?? `node ${join(root, 'bin/dify.js')}`;

if (!existsSync(judges)) {
  console.log('conformance: skipped, ../shared is not there');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'dify-conformance-'));
const report = join(folder, 'report.json');
const run = (script, args) => spawnSync('node', [join(judges, script), '--dify', dify, ...args], { stdio: 'inherit' });

run('run.mjs', ['--driver', driver, '--json', report]);
const results = JSON.parse(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true });

const gaps = JSON.parse(readFileSync(join(here, 'known-gaps.json'), 'utf8'))[driver] ?? {};
const failed = results.results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
const unexpected = failed.filter((name) => !(name in gaps));
const closed = Object.keys(gaps).filter((name) => !failed.includes(name));
for (const name of unexpected) console.log(`not listed as a gap, but failed: ${name}`);
for (const name of closed) console.log(`listed as a gap, but passed (take it off the list): ${name}`);
process.exit(unexpected.length + closed.length === 0 ? 0 : 1);
