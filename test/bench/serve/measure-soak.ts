import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../crash/program.ts';
import { median, round } from './figures.ts';
import { load, runRequest } from './load.ts';
import { residentMb, startFree } from './pinned-process.ts';
import { greeting, serveFlow } from './served-flows.ts';
import { commandOf, QUIET, startServer } from './servers.ts';

/** Start, idle memory, and what many runs leave behind. */
export async function measureSoak(program: Program, runs: number) {
  const flow = await serveFlow(program, greeting);
  const server = await startServer(program, flow);
  const idleMb = residentMb(server.pid);
  const request = { ...runRequest(server.url, flow.key), connections: 32 };
  const memory: number[] = [];
  const log: number[] = [];
  const pieces = 10;
  for (let i = 0; i < pieces; i += 1) {
    await load(server, request, runs / pieces);
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
    runs,
    memoryMb: memory,
    writeAheadLogMb: log,
  };
}
