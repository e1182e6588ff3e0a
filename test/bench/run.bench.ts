import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import { type Instance, openInstance } from '../../src/instance/index.ts';
import { runDefinition } from '../../src/operations/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { end, flow, node, start, template } from '../cli/flows.ts';

/**
 * What running a file costs in a process that is up: reading it, preparing its graph, and the run with the real nodes, in
 * a scratch instance. `node test/bench/run.bench.ts [--runs N]`. Aims on two cores: at most 25 µs of a run per trivial
 * node, a chain of 10,000 no dearer per node than one of 1,000, a fan-out of 1,000 templates under 150 ms.
 */
const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 9;

const condition = {
  id: '1',
  variable_selector: ['start', 'query'],
  comparison_operator: 'contains',
  value: 'hell',
  varType: 'string',
};
const ifElse = (id: string) =>
  node(id, 'if-else', { cases: [{ case_id: 'true', logical_operator: 'and', conditions: [condition] }] });
const aggregator = (id: string) =>
  node(id, 'variable-aggregator', {
    output_type: 'string',
    variables: [
      ['start', 'nothing'],
      ['start', 'query'],
    ],
  });
const form = start({ variable: 'query', label: 'query', type: 'text-input', required: true });
const result = end({ text: ['start', 'query'] });

function chain(length: number, make: (id: string) => ReturnType<typeof node>, handle = 'source'): string {
  const nodes = [form, ...Array.from({ length }, (_, i) => make(`n${i}`)), result];
  const edges = nodes.slice(1).map((to, i) => [nodes[i]?.id ?? '', to.id, i === 0 ? 'source' : handle] as const);
  return JSON.stringify(flow({ nodes, edges }));
}

function fan(width: number): string {
  const middle = Array.from({ length: width }, (_, i) =>
    template(`n${i}`, `${i} {{ query }}`, { query: ['start', 'query'] }),
  );
  const edges = middle.flatMap(
    ({ id }) =>
      [
        ['start', id],
        [id, 'end'],
      ] as const,
  );
  return JSON.stringify(flow({ nodes: [form, ...middle, end({ text: ['n0', 'output'] })], edges }));
}

interface Sample {
  readonly total: number;
  /** Without reading and preparing the file. */
  readonly run: number;
  readonly cpu: number;
}

async function once(instance: Instance, text: string): Promise<Sample> {
  const scope = await instance.localScope({ user: 'bench' });
  const [begun, busy] = [performance.now(), process.cpuUsage()];
  const request = { text, name: 'bench.yml', inputs: { query: 'hello' }, files: [], environment: {}, user: 'bench' };
  const { handle } = await runDefinition(scope, request);
  const started = performance.now();
  const outcome = await handle.done;
  if (outcome.type !== 'run-finished' || outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  const { user, system } = process.cpuUsage(busy);
  return { total: performance.now() - begun, run: performance.now() - started, cpu: (user + system) / 1000 };
}

async function measure(instance: Instance, name: string, count: number, text: string) {
  const samples: Sample[] = [];
  for (let run = 0; run < runs + 2; run += 1) {
    const sample = await once(instance, text);
    if (run >= 2) samples.push(sample); // the first two warm up
  }
  const share = (of: keyof Sample, part: number) =>
    samples.map((sample) => sample[of]).toSorted((a, b) => a - b)[Math.floor(part * (samples.length - 1))] ?? 0;
  const rounded = (value: number) => Number(value.toFixed(3));
  return {
    name,
    totalMs: {
      median: rounded(share('total', 0.5)),
      p10: rounded(share('total', 0.1)),
      p90: rounded(share('total', 0.9)),
    },
    runMs: { median: rounded(share('run', 0.5)), p10: rounded(share('run', 0.1)), p90: rounded(share('run', 0.9)) },
    cpuMs: rounded(share('cpu', 0.5)),
    runUsPerNode: rounded((share('run', 0.5) * 1000) / count),
  };
}

const env = { WORKFLOW_MAX_EXECUTION_STEPS: '1000000', WORKFLOW_MAX_EXECUTION_TIME: '100000' };
const instance = openInstance({ config: loadConfig({ env }), keepsRecords: false });
const figures = [
  await measure(instance, 'if-else, chain of 1,000', 1_000, chain(1_000, ifElse, 'true')),
  await measure(instance, 'variable-aggregator, chain of 1,000', 1_000, chain(1_000, aggregator)),
  await measure(instance, 'variable-aggregator, chain of 10,000', 10_000, chain(10_000, aggregator)),
  await measure(instance, 'template-transform, fan-out of 1,000 and join', 1_000, fan(1_000)),
];
await instance.close();

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, load: os.loadavg()[0], node: process.version };
console.log(JSON.stringify({ benchmark: 'run', commit, machine, runs, figures }, undefined, 2));
