import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { zstdCompressSync } from 'node:zlib';

/**
 * What it costs to start: `--version` (aim of the executable: 80 ms) and a run of three nodes, none of them code (aim: 250 ms for the
 * executable; from source six times a bare `node -e 0`), in turns, so that a busy moment meets all alike. Prints JSON.
 * Run: npm run package && node_modules/.bin/node test/bench/start.bench.ts
 */
const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const project = resolve(import.meta.dirname, '../..');
const executable = join(project, 'dist/dify');
const launcher = join(project, 'bin/dify.js');
const home = mkdtempSync(join(tmpdir(), 'dify-bench-'));

/** Start, template, end. */
const THREE_NODES = `
app: { mode: workflow, name: Greet }
kind: app
version: 0.6.0
workflow:
  graph:
    nodes:
      - { id: start, data: { type: start, title: Start, variables: [{ variable: name, label: Name, type: text-input }] } }
      - id: greet
        data:
          type: template-transform
          title: Greet
          template: 'Hello, {{ name }}!'
          variables: [{ variable: name, value_selector: [start, name] }]
      - { id: end, data: { type: end, title: End, outputs: [{ variable: text, value_selector: [greet, output] }] } }
    edges:
      - { id: a, source: start, sourceHandle: source, target: greet, targetHandle: target }
      - { id: b, source: greet, sourceHandle: source, target: end, targetHandle: target }
`;
const file = join(home, 'greet.yml');
writeFileSync(file, THREE_NODES);
const run = ['run', file, '-i', 'name=Ann'];
const runPython = ['run', join(project, 'templates/hello.yml'), '-i', 'name=Ann'];
const systemNode = process.env['BENCH_NODE'] ?? 'node';
const commands: Record<string, readonly string[]> = {
  'bare node -e 0': [systemNode, '-e', '0'],
  'pinned node -e 0': [process.execPath, '-e', '0'],
  'source --version': [systemNode, launcher, '--version'],
  'source run': [systemNode, launcher, ...run],
  ...(existsSync(executable) && {
    'executable --version': [executable, '--version'],
    'executable run': [executable, ...run],
    'executable run with Python': [executable, ...runPython],
  }),
};

function wallMs([file = '', ...args]: readonly string[]): number {
  const start = performance.now();
  const ended = spawnSync(file, args, { env: { PATH: process.env['PATH'], HOME: home }, encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${ended.stderr}`);
  return performance.now() - start;
}

const samples = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (const command of Object.values(commands)) wallMs(command); // fills caches
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, command] of Object.entries(commands)) samples.get(name)?.push(wallMs(command));
}
rmSync(home, { recursive: true, force: true });

const summaries = [...samples].map(([name, times]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return [name, { min_ms: at(0), median_ms: at(0.5), p90_ms: at(0.9) }] as const;
});

const mib = (bytes: number) => Number((bytes / 1024 ** 2).toFixed(1));
const size = existsSync(executable) && {
  executable_mib: mib(statSync(executable).size),
  compressed_mib: mib(zstdCompressSync(readFileSync(executable)).length),
};
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0], node: process.version };
console.log(JSON.stringify({ machine, rounds: ROUNDS, ...size, ...Object.fromEntries(summaries) }, null, 2));
