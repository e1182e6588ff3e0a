import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { type CodeLanguage, openSandbox, preparePython } from '../../src/platform/sandbox/index.ts';
import { startChild } from '../../src/platform/sandbox/interpreter-child.ts';
import { type Launch, launchChild, launchExecutable } from '../../src/platform/sandbox/launch.ts';
import { resolveOptions } from '../../src/platform/sandbox/options.ts';

/**
 * Code nodes. Aims: first Python call of an app at most 900 ms with the snapshot at hand, warm call at most 2 ms
 * (JavaScript 1.5 ms), 200 calls one after the other at most 1 s. Prints JSON with the memory of a warm, idle child.
 * Run: node_modules/.bin/node test/bench/sandbox.bench.ts [executable]
 */
const executable = process.argv[2];
const launchFor = (language: CodeLanguage): Launch =>
  executable === undefined ? launchChild(language) : launchExecutable(executable);

const code: Record<CodeLanguage, string> = {
  python3: 'import json, re\ndef main(text, n):\n    return {"words": len(re.findall(r"\\w+", text)), "n": n + 1}',
  javascript: 'function main({ text, n }) { return { words: text.match(/\\w+/g).length, n: n + 1 } }',
};
const inputs = { text: 'a text of some length, as a code node gets it. '.repeat(20), n: 1 };

const round = (value: number) => Number(value.toFixed(2));

function summary(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return { median_ms: at(0.5), min_ms: at(0), p10_ms: at(0.1), p90_ms: at(0.9), samples: samples.length };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length < times) samples.push(await measure());
  return samples;
}

/** From a program that has not run code yet to the first result. */
function firstCall(language: CodeLanguage): Promise<number> {
  const pool = openSandbox({}, launchFor);
  const work = () => pool.forApp('bench').run({ language, code: code[language], inputs });
  return milliseconds(work).finally(() => pool.close());
}

async function measure(language: CodeLanguage) {
  const cold = await repeat(9, () => firstCall(language));
  const pool = openSandbox({}, launchFor);
  const call = () => pool.forApp('bench').run({ language, code: code[language], inputs });
  await repeat(50, () => milliseconds(call));
  const warm = await repeat(500, () => milliseconds(call));
  const rested = await repeat(100, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5)); // as between two nodes of a run
    return milliseconds(call);
  });
  const row = await repeat(5, () => milliseconds(() => repeat(200, () => milliseconds(call))));
  await pool.close();
  return {
    first_call: summary(cold),
    warm_call: summary(warm),
    warm_call_after_a_pause: summary(rested),
    calls_200_in_a_row: summary(row),
    idle_child: await memoryOfIdleChild(language),
  };
}

/** Where /proc tells it. */
async function memoryOfIdleChild(language: CodeLanguage) {
  const child = await startChild(language, launchFor(language), resolveOptions({}));
  await child.run({ code: code[language], inputs: JSON.stringify(inputs), signal: undefined });
  const status = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
  await child.end('measured');
  const megabytes = (name: string) =>
    round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024);
  return { rss_mb: megabytes('VmRSS'), anonymous_mb: megabytes('RssAnon') };
}

if (executable === undefined) await preparePython();
const report = {
  bench: 'sandbox',
  node: process.version,
  child: executable === undefined ? 'source' : 'executable',
  processors: availableParallelism(),
  load: loadavg().map(round),
  python3: await measure('python3'),
  javascript: await measure('javascript'),
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
