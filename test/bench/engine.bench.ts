import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import {
  boolean,
  type GraphDefinition,
  type GraphNodeSource,
  type NodeRegistry,
  type PreparedGraph,
  prepareGraph,
  type RunEvent,
  startRun,
  string,
} from '../../src/engine/index.ts';
import { tinyNodes } from '../../src/engine/testing/tiny-nodes.ts';
import type { Clock } from '../../src/kernel/index.ts';
import { createNodeRegistry } from '../../src/nodes/index.ts';

/**
 * What the engine costs beside the work of nodes: in process, without storage, on a clock that is read but never waited
 * for. Prints medians and spread as JSON. `node test/bench/engine.bench.ts [--runs N]`
 */
const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 15;

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (_, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  after: () => () => {},
};

function ids() {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    },
  };
}

function prepare<C>(graph: GraphDefinition, registry: NodeRegistry<C>): PreparedGraph<C> {
  const result = prepareGraph(graph, registry);
  if (!result.graph) throw new Error(result.problems.map((problem) => problem.message).join('; '));
  return result.graph;
}

async function once<C>(graph: PreparedGraph<C>, history?: readonly RunEvent[]): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const end = await startRun({
    graph,
    variables: [[['sys', 'query'], string('hello')]],
    inputs: { query: string('hello'), flag: boolean(true) },
    // the nodes measured here use none
    capabilities: {} as C,
    limits: { maxSteps: 1e9, maxSeconds: 1e6, maxParallel: 10 },
    clock,
    ids: ids(),
    emit: (event) => events.push(event),
    ...(history && { history }),
  }).done;
  if (end.type !== 'run-finished' || end.status !== 'succeeded') throw new Error(JSON.stringify(end));
  return events;
}

const node = (id: string, type: string, data: GraphNodeSource['data'] = {}): GraphNodeSource => ({
  id,
  type,
  title: id,
  version: '1',
  data: { type, title: id, ...data },
});

/** start → n nodes, one after another → end */
function chain(
  length: number,
  type: string,
  data: (i: number) => GraphNodeSource['data'],
  end: GraphNodeSource,
  handle = 'source',
) {
  const middle = Array.from({ length }, (_, i) => node(`n${i}`, type, data(i)));
  const nodes = [node('start', 'start', { variables: [] }), ...middle, end];
  const edges = nodes.slice(1).map((target, i) => ({
    source: nodes[i]?.id ?? '',
    target: target.id,
    sourceHandle: i === 0 ? 'source' : handle,
  }));
  return { nodes, edges };
}

/** start → n nodes side by side → end */
function fan(width: number): GraphDefinition {
  const middle = Array.from({ length: width }, (_, i) => node(`n${i}`, 'text', { template: `${i} {{#start.query#}}` }));
  return {
    nodes: [node('start', 'start'), ...middle, tinyEnd('n0')],
    edges: middle.flatMap(({ id }) => [
      { source: 'start', target: id, sourceHandle: 'source' },
      { source: id, target: 'end', sourceHandle: 'source' },
    ]),
  };
}

/** n times: a branch, two ways, a join; then an answer that reads the last */
function diamonds(count: number): GraphDefinition {
  const nodes = [node('start', 'start')];
  const edges: GraphDefinition['edges'][number][] = [];
  let before = 'start';
  for (let i = 0; i < count; i += 1) {
    nodes.push(
      node(`c${i}`, 'choose', { by: 'a' }),
      node(`a${i}`, 'text'),
      node(`b${i}`, 'text'),
      node(`j${i}`, 'text'),
    );
    edges.push({ source: before, target: `c${i}`, sourceHandle: 'source' });
    for (const way of ['a', 'b']) {
      edges.push({ source: `c${i}`, target: `${way}${i}`, sourceHandle: way });
      edges.push({ source: `${way}${i}`, target: `j${i}`, sourceHandle: 'source' });
    }
    before = `j${i}`;
  }
  nodes.push(node('answer', 'answer', { answer: `{{#${before}.text#}} done` }));
  return { nodes, edges: [...edges, { source: before, target: 'answer', sourceHandle: 'source' }] };
}

const tinyEnd = (last: string) => node('end', 'end', { outputs: { o: [last, 'text'] } });
const realEnd = node('end', 'end', { outputs: [{ variable: 'o', value_selector: ['start', 'query'] }] });
const ifElse = (i: number) => ({
  cases: [
    {
      case_id: 'true',
      logical_operator: 'and',
      conditions: [
        {
          id: `${i}`,
          variable_selector: ['start', 'query'],
          comparison_operator: 'contains',
          value: 'hell',
          varType: 'string',
        },
      ],
    },
  ],
});
const aggregator = () => ({
  output_type: 'string',
  variables: [
    ['start', 'nothing'],
    ['start', 'query'],
  ],
});
const choose = () => ({ by: 'source' });

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  /** Median of the processor time of all threads: what stays the same when the machine has other work. */
  readonly cpu: number;
  readonly p10: number;
  readonly p90: number;
}

/** `perUnit`: divides the milliseconds of one run. */
async function measure(name: string, unit: string, perUnit: number, work: () => unknown): Promise<Figure> {
  const scale = (unit === 'ms' ? 1 : 1_000) / perUnit;
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < runs + 3; run += 1) {
    const [before, busy] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(busy);
    if (run < 3) continue; // warming up
    wall.push((performance.now() - before) * scale);
    cpu.push(((user + system) / 1_000) * scale);
  }
  return { name, unit, median: share(wall, 0.5), cpu: share(cpu, 0.5), p10: share(wall, 0.1), p90: share(wall, 0.9) };
}

function share(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(3));
}

const realNodes = createNodeRegistry();
const trivial = prepare(chain(1_000, 'choose', choose, tinyEnd('n1')), tinyNodes);
const realIfElse = prepare(chain(1_000, 'if-else', ifElse, realEnd, 'true'), realNodes);
const realAggregators = prepare(chain(1_000, 'variable-aggregator', aggregator, realEnd), realNodes);
const long = chain(10_000, 'choose', choose, tinyEnd('n1'));
const longPrepared = prepare(long, tinyNodes);
const wide = prepare(fan(1_000), tinyNodes);
const diamond = diamonds(1_000);
const diamondPrepared = prepare(diamond, tinyNodes);
const history = (await once(trivial)).slice(0, -5);

const figures = [
  await measure('trivial node, chain of 1,000', 'µs per node', 1_000, () => once(trivial)),
  await measure('if-else node, chain of 1,000', 'µs per node', 1_000, () => once(realIfElse)),
  await measure('variable-aggregator node, chain of 1,000', 'µs per node', 1_000, () => once(realAggregators)),
  await measure('trivial node, chain of 10,000', 'µs per node', 10_000, () => once(longPrepared)),
  await measure('fan-out of 1,000 and join', 'ms', 1, () => once(wide)),
  await measure('1,000 diamonds before an answer', 'ms', 1, () => once(diamondPrepared)),
  await measure('preparing a chain of 10,000', 'ms', 1, () => prepare(long, tinyNodes)),
  await measure('preparing 1,000 diamonds', 'ms', 1, () => prepare(diamond, tinyNodes)),
  await measure('folding the events of 1,000 nodes', 'µs per node', 1_000, () => once(trivial, history)),
];

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version };
console.log(JSON.stringify({ benchmark: 'engine', commit, machine, runs, figures }, undefined, 2));
