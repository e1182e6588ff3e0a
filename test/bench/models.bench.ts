import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { type ModelRuntime, openModelRuntime } from '../../src/models/index.ts';
import { systemClock } from '../../src/platform/clock/index.ts';
import { openOutbound } from '../../src/platform/outbound/index.ts';

/**
 * What the model runtime, as the program connects it, adds to one streamed call, against reading the same stream with
 * plain undici (aims: 2 ms to the first token, 30 µs per chunk), and whether 200 streams of 50 chunks a second keep up
 * on one core. Prints JSON. Run: node_modules/.bin/node test/bench/models.bench.ts
 */
const CHUNKS = 500;
const CALLS = 61;
const STREAMS = 200;
const SECONDS = 4;
const PER_SECOND = 50;

const chunk = (text: string, reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content: text }, finish_reason: reason }] })}\n\n`;

/** `/fast` answers as fast as it can, `/slow` paces itself. In a process of its own, so that its work does not count. */
function serve(): void {
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (incoming.url?.startsWith('/slow')) return pace(response);
    for (let i = 0; i < CHUNKS; i += 1) response.write(chunk(`word ${i} `));
    return void response.end(`${chunk('', 'stop')}data: [DONE]\n\n`);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

function pace(response: ServerResponse): void {
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
  readonly firstMs: number;
  /** Of the whole call. */
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function measureCall(read: (onText: (text: string) => void) => Promise<void>): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let firstMs = 0;
  await read(() => {
    firstMs ||= performance.now() - start;
  });
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { firstMs, wallMs, cpuMs: (user + system) / 1000 };
}

async function readPlainly(url: string, onText: (text: string) => void): Promise<void> {
  let rest = '';
  const headers = { 'content-type': 'application/json' };
  const { body } = await request(url, { method: 'POST', headers, body: '{"model":"m","stream":true}' });
  body.setEncoding('utf8');
  for await (const piece of body) {
    const lines = (rest + piece).split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== 'data: [DONE]') onText(JSON.parse(line.slice(6)).choices[0].delta.content);
  }
}

async function readThrough(runtime: ModelRuntime, onText: (text: string) => void): Promise<void> {
  const model = await runtime.languageModel({ provider: 'openai', name: 'm' });
  const messages = [{ role: 'user' as const, content: 'hello' }];
  const signal = new AbortController().signal;
  for await (const part of model.stream({ messages, parameters: { temperature: 0.5 }, signal })) {
    if (part.type === 'text') onText(part.text);
  }
}

/** All streams at once; the delay of a chunk is from its writing in the server to its arrival here. */
async function measureParallel(read: (onText: (text: string) => void) => Promise<void>) {
  const delays: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const onText = (text: string) => {
    if (text !== '') delays.push(performance.timeOrigin + performance.now() - Number(text));
  };
  await Promise.all(Array.from({ length: STREAMS }, () => read(onText)));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  return {
    chunks: delays.length,
    perSecondAndStream: round(delays.length / STREAMS / seconds),
    delayMs: spread(delays),
    cpuShareOfOneCore: round((user + system) / 1e6 / seconds),
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

function compare(ours: readonly Measured[], plain: readonly Measured[], pick: (one: Measured) => number) {
  const [own, other] = [spread(ours.map(pick)), spread(plain.map(pick))];
  return { ours: own, plain: other, added: round(own.p50 - other.p50) };
}

async function measure(url: string) {
  const outbound = openOutbound();
  const open = (gateway: string) =>
    openModelRuntime({
      fetch: outbound.fetchTrusted as typeof fetch,
      clock: systemClock,
      gateway: { url: `${url}/${gateway}` },
    });
  const [fast, slow] = [open('fast'), open('slow')];
  const ourCall = () => measureCall((onText) => readThrough(fast, onText));
  const plainCall = () => measureCall((onText) => readPlainly(`${url}/fast/chat/completions`, onText));
  const { wallMs: coldMs } = await ourCall();
  const [ours, plain]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < CALLS; i += 1) {
    plain.push(await plainCall());
    ours.push(await ourCall());
  }
  const report = {
    load: loadavg().map(round),
    firstCallOfTheProcessMs: round(coldMs),
    firstTokenMs: compare(ours, plain, ({ firstMs }) => firstMs),
    wallPerChunkUs: compare(ours, plain, ({ wallMs }) => (wallMs / CHUNKS) * 1000),
    cpuPerChunkUs: compare(ours, plain, ({ cpuMs }) => (cpuMs / CHUNKS) * 1000),
    parallel: {
      ours: await measureParallel((onText) => readThrough(slow, onText)),
      plain: await measureParallel((onText) => readPlainly(`${url}/slow/chat/completions`, onText)),
    },
  };
  await outbound.close();
  return report;
}

if (process.argv[2] === 'serve') serve();
else {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ['serve']);
  const port = await new Promise<number>((resolve) => child.once('message', (value) => resolve(Number(value))));
  console.log(JSON.stringify(await measure(`http://127.0.0.1:${port}`), null, 2));
  child.kill();
}
