import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { findProgram } from '../crash/program.ts';
import { round } from './serve/figures.ts';
import { measureBlocking } from './serve/measure-blocking.ts';
import { measureSoak } from './serve/measure-soak.ts';
import { measureStreams } from './serve/measure-streams.ts';
import { pinSelf } from './serve/pinned-process.ts';

/**
 * The server under load: it on one core, the load on the other, beside a bare Fastify route in the same minute. Aims:
 * recorded runs of three nodes at 0.15 of the bare route and 2,000 a second; 60 at a time p99 100 ms; a streamed chat
 * adds 5 ms (p50) and 50 ms (p99, 100 users) to the first token; 1,000 streams at one piece a second lose nothing; it
 * listens within 350 ms with 110 MB; neither memory nor the write-ahead log grows with the number of runs.
 *
 * Usage: node test/bench/serve.bench.ts [--executable dist/dify] [--rounds 3] [--soak 50000] [--only blocking,streams,…]
 */
const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const rounds = Number(option('rounds') ?? 3);
const soakRuns = Number(option('soak') ?? 5000);
const only = option('only')?.split(',');
const executable = option('executable');

pinSelf();
const program = findProgram(executable === undefined ? undefined : resolve(executable));
const figures: Record<string, unknown> = {};
const parts = {
  blocking: () => measureBlocking(program, rounds),
  streams: () => measureStreams(program),
  soak: () => measureSoak(program, soakRuns),
};
for (const [name, measure] of Object.entries(parts)) {
  if (!only || only.includes(name)) figures[name] = await measure();
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: round(loadavg()[0] ?? 0), node: process.version };
console.log(JSON.stringify({ benchmark: 'serve', commit, machine, rounds, figures }, undefined, 2));
