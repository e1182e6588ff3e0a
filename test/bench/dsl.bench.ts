import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { printDsl, readDsl } from '../../src/dsl/index.ts';
import type { JsonObject } from '../../src/kernel/index.ts';

/**
 * How long a DSL file takes to read: 20 nodes (aim: under 15 ms, also the first time in a process, because `dify run`
 * reads one file), and 10,000 nodes (aim: a couple of seconds). Prints JSON.
 * Run: node_modules/.bin/node test/bench/dsl.bench.ts
 */
function makeFile(nodeCount: number): string {
  const position = { x: 80, y: 282 };
  const nodes = Array.from({ length: nodeCount }, (_, i): JsonObject => {
    const code = Array.from({ length: 12 }, (_, line) => `    value_${line} = "${i} and more"`).join('\n');
    const data: JsonObject =
      i === 0
        ? { type: 'start', title: 'Start', variables: [] }
        : { type: 'code', title: `Step ${i}`, code: `def main():\n${code}\n`, code_language: 'python3', outputs: {} };
    return { id: `${1711067409646 + i}`, type: 'custom', position, positionAbsolute: position, width: 244, data };
  });
  const edges = nodes.slice(1).map((node, i): JsonObject => {
    return {
      id: `e${i}`,
      source: nodes[i]?.['id'] ?? '',
      target: node['id'] ?? '',
      sourceHandle: 'source',
      type: 'custom',
    };
  });
  return printDsl({
    kind: 'app',
    version: '0.6.0',
    app: { name: 'bench', mode: 'workflow' },
    workflow: { features: {}, graph: { nodes, edges } },
  });
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function summary(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2));
  return { median_ms: at(0.5), p10_ms: at(0.1), p90_ms: at(0.9), samples: samples.length };
}

const repeat = (times: number, measure: () => number) => Array.from({ length: times }, measure);
const self = fileURLToPath(import.meta.url);

if (process.argv[2] === '--once') {
  const text = makeFile(20);
  process.stdout.write(String(milliseconds(() => readDsl(text))));
} else {
  const [small, large] = [makeFile(20), makeFile(10_000)];
  const report = {
    bench: 'dsl',
    node: process.version,
    bytes: { small: small.length, large: large.length },
    first_read_of_20_nodes: summary(
      repeat(15, () => Number(execFileSync(process.execPath, [self, '--once'], { encoding: 'utf8' }))),
    ),
    read_of_20_nodes: summary(repeat(300, () => milliseconds(() => readDsl(small)))),
    read_of_10000_nodes: summary(repeat(5, () => milliseconds(() => readDsl(large)))),
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}
