import { type ChildProcess, fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type ModelRuntime, openModelRuntime } from '../../src/models/index.ts';
import { systemClock } from '../../src/platform/clock/index.ts';

/**
 * What the model runtime adds to one streamed call, against reading the same stream with plain fetch (aims: 2 ms to the
 * first token, 30 µs per chunk), and whether 200 streams of 50 chunks a second keep up on one core. Prints JSON.
 * Run: node_modules/.bin/node test/bench/models.bench.ts
 */
const CHUNKS = 500;
const CALLS = 41;
const STREAMS = 200;
const SECONDS = 3;
const PER_SECOND = 50;

const chunk = (text: string, reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content: text }, finish_reason: reason }] })}\n\n`;

/** `/fast` answers as fast as it can, `/slow` paces itself. In a process of its own, so that its work does not count. */
function serve(): void {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (request.url?.startsWith('/slow')) return pace(response);
    for (let i = 0; i < CHUNKS; i += 1) response.write(chunk(`word ${i} `));
    return void response.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

function pace(response: import('node:http').ServerResponse): void {
  let sent = 0;
  const timer = setInterval(() => {
    response.write(chunk(`${performance.timeOrigin + performance.now()} `));
    sent += 1;
    if (sent < PER_SECOND * SECONDS) return;
    clearInterval(timer);
    response.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
  }, 1000 / PER_SECOND);
}

interface Measured {
  readonly first: number;
  readonly total: number;
}

async function plain(url: string): Promise<Measured> {
  const start = performance.now();
  let first = 0;
  let rest = '';
  const decoder = new TextDecoder();
  const reply = await fetch(`${url}/fast/chat/completions`, { method: 'POST', body: '{"model":"m","stream":true}' });
  for await (const bytes of reply.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'data: [DONE]') continue;
      JSON.parse(line.slice(6));
      first ||= performance.now() - start;
    }
  }
  return { first, total: performance.now() - start };
}

const request = () => ({
  messages: [{ role: 'user' as const, content: 'hello' }],
  parameters: { temperature: 0.5 },
  signal: new AbortController().signal,
});

async function throughRuntime(runtime: ModelRuntime): Promise<Measured> {
  const start = performance.now();
  let first = 0;
  const model = await runtime.languageModel({ provider: 'openai', name: 'm' });
  for await (const part of model.stream(request())) if (part.type === 'text') first ||= performance.now() - start;
  return { first, total: performance.now() - start };
}

async function parallel(url: string) {
  const runtime = openModelRuntime({ fetch, clock: systemClock, gateway: { url: `${url}/slow` } });
  const model = await runtime.languageModel({ provider: 'openai', name: 'm' });
  const delays: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const readOne = async () => {
    for await (const part of model.stream(request())) {
      if (part.type === 'text') delays.push(performance.timeOrigin + performance.now() - Number(part.text));
    }
  };
  await Promise.all(Array.from({ length: STREAMS }, readOne));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  delays.sort((a, b) => a - b);
  return {
    chunks: delays.length,
    delayMs: { p50: at(delays, 0.5), p99: at(delays, 0.99) },
    cpuShareOfOneCore: round((user + system) / 1e6 / seconds),
  };
}

const at = (sorted: readonly number[], share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
const round = (value: number) => Math.round(value * 1000) / 1000;

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: at(sorted, 0.5), p90: at(sorted, 0.9) };
}

async function measure(url: string) {
  const runtime = openModelRuntime({ fetch, clock: systemClock, gateway: { url: `${url}/fast` } });
  const cold = performance.now();
  await throughRuntime(runtime);
  const coldMs = performance.now() - cold;
  const [ours, theirs]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < CALLS; i += 1) {
    theirs.push(await plain(url));
    ours.push(await throughRuntime(runtime));
  }
  const firstMs = { ours: spread(ours.map(({ first }) => first)), plain: spread(theirs.map(({ first }) => first)) };
  const perChunkUs = (all: readonly Measured[]) => spread(all.map(({ total }) => (total / CHUNKS) * 1000));
  const chunkUs = { ours: perChunkUs(ours), plain: perChunkUs(theirs) };
  return {
    firstCallOfTheProcessMs: round(coldMs),
    firstTokenMs: { ...firstMs, added: round(firstMs.ours.p50 - firstMs.plain.p50) },
    perChunkUs: { ...chunkUs, added: round(chunkUs.ours.p50 - chunkUs.plain.p50) },
    parallel: await parallel(url),
  };
}

if (process.argv[2] === 'serve') serve();
else {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['serve']);
  const port = await new Promise<number>((resolve) => child.once('message', (value) => resolve(Number(value))));
  console.log(JSON.stringify(await measure(`http://127.0.0.1:${port}`), null, 2));
  child.kill();
}
