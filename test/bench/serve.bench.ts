import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { findProgram, type Program } from '../crash/program.ts';
import { type Pace, startPacedModel } from './serve/paced-model.ts';
import {
  type PinnedProcess,
  pinSelf,
  processorMs,
  residentMb,
  startFree,
  startPinned,
} from './serve/pinned-process.ts';
import { chatflow, greeting, type ServedFlow, serveFlow } from './serve/served-flows.ts';
import { type Question, readStream, type SeenStream } from './serve/streams.ts';

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
const SECONDS = 5;
/** After so long the compiler has seen all there is to see: a server runs for days. */
const WARM_UP_SECONDS = 25;

const round = (value: number) => Number(value.toFixed(3));
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const share = (values: readonly number[], part: number) =>
  round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN);

interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly connections: number;
}

const runRequest = (url: string, key: string): Omit<Load, 'connections'> => ({
  url: `${url}/v1/workflows/run`,
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ inputs: { name: 'Ann' }, response_mode: 'blocking', user: 'ann' }),
});

/** Asks for some seconds (or `amount` times); answers per second, processor time per answer, and latencies. */
async function load(server: PinnedProcess, request: Load, amount?: number, duration = SECONDS) {
  const busy = processorMs(server.pid);
  const result = await autocannon({ ...request, method: 'POST', ...(amount ? { amount } : { duration }) });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors, ${result.timeouts} timeouts`);
  }
  const answers = result['2xx'];
  const { p50, p99 } = result.latency;
  const cpuUs = ((processorMs(server.pid) - busy) * 1000) / answers;
  return { perSecond: answers / result.duration, cpuUs, p50, p99 };
}

type Loaded = Awaited<ReturnType<typeof load>>;
const spread = (all: readonly Loaded[]) => ({
  perSecond: all.map(({ perSecond }) => Math.round(perSecond)),
  cpuUs: round(median(all.map(({ cpuUs }) => cpuUs))),
  p50Ms: median(all.map(({ p50 }) => p50)),
  p99Ms: median(all.map(({ p99 }) => p99)),
});

/** Recorded blocking runs, in turns with the bare route. */
async function measureBlocking(program: Program) {
  const bare = await startPinned([process.execPath, join(import.meta.dirname, 'serve/bare-server.ts')]);
  const flow = await serveFlow(program, greeting);
  const server = await startServer(program, flow);
  const [ours, theirs, sixty]: [Loaded[], Loaded[], Loaded[]] = [[], [], []];
  const request = runRequest(server.url, flow.key);
  const bareRequest = { ...request, url: `${bare.url}/` };
  await load(server, { ...request, connections: 64 }, undefined, WARM_UP_SECONDS);
  await load(bare, { ...bareRequest, connections: 64 });
  for (let i = 0; i < rounds; i += 1) {
    theirs.push(await load(bare, { ...bareRequest, connections: 64 }));
    ours.push(await load(server, { ...request, connections: 64 }));
    sixty.push(await load(server, { ...request, connections: 60 }));
  }
  await Promise.all([server.end(), bare.end()]);
  flow.remove();
  const ratios = ours.map(({ perSecond }, i) => perSecond / (theirs[i]?.perSecond ?? 0));
  const cpuRatio = median(theirs.map(({ cpuUs }) => cpuUs)) / median(ours.map(({ cpuUs }) => cpuUs));
  return {
    runs: spread(ours),
    bare: spread(theirs),
    at60: spread(sixty),
    ratio: round(median(ratios)),
    cpuRatio: round(cpuRatio),
  };
}

/** `users` at a time, each asking `times` times. */
async function askTogether(users: number, times: number, question: Question): Promise<SeenStream[]> {
  const user = async (_: unknown, place: number) => {
    const seen: SeenStream[] = [];
    await setTimeout((place / users) * question.pieces * question.intervalMs * 0.8); // people come one after another
    for (let i = 0; i < times; i += 1) seen.push(await readStream(question));
    return seen;
  };
  return (await Promise.all(Array.from({ length: users }, user))).flat();
}

const WARM: Pace = { pieces: 10, intervalMs: 10 };
const BUSY: Pace = { pieces: 100, intervalMs: 20 };

/** Streamed chats of a server that has seen some, and in turns the same readers at the model itself. */
async function measureStreams(program: Program) {
  const flow = await serveFlow(program, chatflow);
  const model = await startPacedModel();
  const server = await startServer(program, flow, { DIFY_MODEL_GATEWAY: model.url });
  const chat = {
    url: `${server.url}/v1/chat-messages`,
    headers: { authorization: `Bearer ${flow.key}` },
    body: { inputs: {}, query: 'hi', response_mode: 'streaming', user: 'ann', auto_generate_name: false },
  };
  const direct = { url: model.url, headers: {}, body: {} };
  const paced = async (pace: Pace, users: number, times: number) => {
    model.setPace(pace);
    const bare = await askTogether(users, Math.ceil(times / 2), { ...direct, ...pace });
    const busy = processorMs(server.pid);
    const seen = await askTogether(users, times, { ...chat, ...pace });
    return streamFigures(seen, bare, processorMs(server.pid) - busy);
  };
  await paced(WARM, 50, 30);
  await paced(BUSY, 100, 6); // for about as long as the runs above
  const one = await paced({ pieces: 50, intervalMs: 20 }, 1, 20);
  const hundred = await paced(BUSY, 100, 3);
  const thousand = await paced({ pieces: 20, intervalMs: 1000 }, 1000, 1);
  await server.end();
  model.close();
  flow.remove();
  return { one, hundred, thousand };
}

/** What the server adds is the difference to the bare readers at the same place in the order. */
function streamFigures(seen: readonly SeenStream[], bare: readonly SeenStream[], cpuMs: number) {
  const [firsts, bareFirsts] = [seen, bare].map((streams) => streams.map(({ firstMs }) => firstMs)) as [
    number[],
    number[],
  ];
  const delays = seen.flatMap(({ delaysMs }) => delaysMs);
  const added = (part: number) => round(share(firsts, part) - share(bareFirsts, part));
  return {
    streams: seen.length,
    broken: seen.filter(({ isWhole }) => !isWhole).length,
    firstTokenAddedMs: { p50: added(0.5), p99: added(0.99) },
    bareFirstTokenMs: { p50: share(bareFirsts, 0.5), p99: share(bareFirsts, 0.99) },
    pieceDelayMs: { p50: share(delays, 0.5), p99: share(delays, 0.99) },
    cpuUsPerPiece: round((cpuMs * 1000) / delays.length),
  };
}

/** Start, idle memory, and what many runs leave behind. */
async function measureSoak(program: Program) {
  const flow = await serveFlow(program, greeting);
  const server = await startServer(program, flow);
  const idleMb = residentMb(server.pid);
  const request = { ...runRequest(server.url, flow.key), connections: 32 };
  const memory: number[] = [];
  const log: number[] = [];
  const pieces = 10;
  for (let i = 0; i < pieces; i += 1) {
    await load(server, request, soakRuns / pieces);
    memory.push(round(residentMb(server.pid)));
    log.push(round(statSync(join(flow.dataDir, 'dify.db-wal')).size / 1024 ** 2));
  }
  await server.end();
  const starts: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const started = await startFree(commandOf(program, flow), QUIET);
    starts.push(started.startMs);
    await started.end();
  }
  flow.remove();
  return {
    startMs: { median: round(median(starts)), least: round(Math.min(...starts)) },
    idleMb: round(idleMb),
    runs: soakRuns,
    memoryMb: memory,
    writeAheadLogMb: log,
  };
}

const QUIET = { DIFY_LOG_LEVEL: 'warn' };

const commandOf = (program: Program, { dataDir }: ServedFlow) => {
  return [program.file, ...program.first, 'serve', '--port', '0', '--data-dir', dataDir];
};

function startServer(program: Program, flow: ServedFlow, env: Record<string, string> = {}) {
  return startPinned(commandOf(program, flow), { ...QUIET, ...env });
}

pinSelf();
const program = findProgram(executable === undefined ? undefined : resolve(executable));
const figures: Record<string, unknown> = {};
const parts = { blocking: measureBlocking, streams: measureStreams, soak: measureSoak };
for (const [name, measure] of Object.entries(parts)) {
  if (!only || only.includes(name)) figures[name] = await measure(program);
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: round(loadavg()[0] ?? 0), node: process.version };
console.log(JSON.stringify({ benchmark: 'serve', commit, machine, rounds, figures }, undefined, 2));
