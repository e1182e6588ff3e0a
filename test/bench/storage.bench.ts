/**
 * How long storage takes to open, and how many recorded batches it commits per second.
 * Usage: node test/bench/storage.bench.ts [--json]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppId } from '../../src/kernel/index.ts';
import { createIdSource, systemClock } from '../../src/platform/clock/index.ts';
import { openStorage, type Storage, type TenantStores } from '../../src/storage/index.ts';
import { recordedRun } from './recorded-run.ts';

const ROUNDS = 7;
const BATCHES = 4000;
const CONCURRENCY = [1, 16, 64, 256];

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

const ids = createIdSource();
const open = (path: string) => openStorage({ path, clock: systemClock, ids });

function summarize(name: string, unit: string, samples: readonly number[]): Figure {
  const sorted = samples.toSorted((one, other) => one - other);
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(3));
  return { name, unit, median: at(0.5), least: at(0), most: at(1) };
}

async function measureOpening(): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    const storage = open(':memory:');
    await storage.system.tenants.list();
    if (round > 0) samples.push(performance.now() - start); // the first one loads the native code
    await storage.close();
  }
  return summarize('open in memory', 'ms', samples);
}

interface Load {
  readonly rate: number;
  /** Time of the processor, which other programs on the machine do not change. */
  readonly cpuMicros: number;
}

async function recordAll(stores: TenantStores, appId: AppId, concurrency: number, waits: number[]): Promise<Load> {
  let left = BATCHES;
  const client = async () => {
    while (left-- > 0) {
      const start = performance.now();
      await stores.runs.record(recordedRun(appId, ids));
      waits.push(performance.now() - start);
    }
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, client));
  const { user, system } = process.cpuUsage(cpu);
  return { rate: BATCHES / ((performance.now() - start) / 1000), cpuMicros: (user + system) / BATCHES };
}

async function measureRecording(storage: Storage, concurrency: number): Promise<Figure[]> {
  const tenant = await storage.system.tenants.create({ name: 'Bench' });
  const stores = storage.tenant(tenant.id);
  const app = await stores.apps.create({ name: 'Bench', mode: 'workflow' });
  const waits: number[] = [];
  const loads: Load[] = [];
  const rounds = concurrency === 1 ? 2 : 5;
  for (let round = 0; round < rounds; round++) loads.push(await recordAll(stores, app.id, concurrency, waits));
  const ascending = waits.toSorted((one, other) => one - other);
  const p99 = ascending[Math.floor(ascending.length * 0.99)] ?? Number.NaN;
  return [
    summarize(
      `record, ${concurrency} at once`,
      'batches/s',
      loads.map(({ rate }) => rate),
    ),
    summarize(
      `record, ${concurrency} at once, processor`,
      'µs/batch',
      loads.map(({ cpuMicros }) => cpuMicros),
    ),
    summarize(`record, ${concurrency} at once, p99`, 'ms', [p99]),
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dify-bench-'));
  const figures = [await measureOpening()];
  try {
    const path = join(folder, 'dify.db');
    const storage = open(path);
    for (const concurrency of CONCURRENCY) figures.push(...(await measureRecording(storage, concurrency)));
    figures.push(summarize('write-ahead log afterwards', 'MiB', [statSync(`${path}-wal`).size / 2 ** 20]));
    await storage.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  if (process.argv.includes('--json')) console.log(JSON.stringify({ commit, machine, figures }));
  else console.table(figures);
}

await main();
