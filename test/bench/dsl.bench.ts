import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { printDsl, readDsl } from '../../src/dsl/index.ts';
import type { JsonObject } from '../../src/kernel/index.ts';
import { milliseconds, repeat, summary } from './measure.ts';

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
