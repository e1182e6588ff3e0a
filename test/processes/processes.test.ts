import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approving, sequential } from '../crash/apps.ts';
import { type Door, getJson } from '../crash/client.ts';
import { type OutsideWorld, openOutsideWorld } from '../crash/outside-world.ts';
import { begin, command, type Finished, findProgram, type Surroundings, startServer } from '../crash/program.ts';

let world: OutsideWorld;
let folder: string;
let surroundings: Surroundings;
const keys = new Map<string, string>();
const file = (name: string) => join(folder, `${name}.yml`);

beforeAll(async () => {
  world = await openOutsideWorld();
  folder = mkdtempSync(join(tmpdir(), 'dify-together-'));
  surroundings = {
    program: findProgram(),
    dataDir: join(folder, 'data'),
    env: { DIFY_OUTBOUND_ALLOW: '127.0.0.1' },
  };
  for (const [name, text] of Object.entries({
    sequential: sequential(world.url),
    approving: approving(world.url),
    slow: sequential(world.url).replace('delay=120', 'delay=20000'),
  })) {
    writeFileSync(file(name), text);
    const { stdout } = await command(surroundings, ['app', 'import', file(name), '--publish']);
    keys.set(name, (await command(surroundings, ['key', 'create', '--app', stdout.trim()])).stdout.trim());
  }
}, 120_000);
afterAll(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

const headers = (key = '') => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

async function startRun(url: string, app: string, mode: 'blocking' | 'streaming'): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ inputs: {}, response_mode: mode, user: 'ann' });
  const response = await fetch(`${url}/v1/workflows/run`, { method: 'POST', headers: headers(keys.get(app)), body });
  if (mode === 'blocking') return (await response.json()) as Record<string, unknown>;
  for await (const bytes of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
    return JSON.parse(bytes.slice('data: '.length).split('\n')[0] ?? '') as Record<string, unknown>;
  throw new Error('The stream was empty');
}

/** Waits until a run has ended, whoever executes it. */
async function ended(door: Door, runId: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await getJson(door, `/v1/workflows/run/${runId}`);
    if (body['finished_at']) return body;
    await setTimeout(50);
  }
}

const timesOf = (runId: string, place: string) =>
  world.effects.filter((effect) => effect.run === runId && effect.place === place).length;

test('a server and loops of commands share a directory: no error, no lost write, no run twice', {
  timeout: 180_000,
}, async () => {
  const server = await startServer(surroundings);
  const many = <T>(times: number, work: () => Promise<T>) => Promise.all(Array.from({ length: times }, work));
  const one = async (args: readonly string[]): Promise<Finished> => command(surroundings, args);
  const [runs, imports, made, served] = await Promise.all([
    many(3, () => one(['run', file('sequential'), '--output', 'json'])),
    many(3, () => one(['app', 'import', file('sequential')])),
    many(3, () => one(['key', 'create', '--app', 'approving'])),
    many(8, () => startRun(server.url, 'sequential', 'blocking')),
  ]);
  for (const { code, stderr } of [...runs, ...imports, ...made]) expect({ code, stderr }).toMatchObject({ code: 0 });
  for (const { stdout } of made)
    expect((await getJson({ url: server.url, key: stdout.trim() }, '/v1/info')).status).toBe(200);
  const ids = [...runs.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>), ...served].map((reply) =>
    String(reply['workflow_run_id']),
  );
  expect(new Set(ids).size).toBe(11);
  for (const id of ids) expect(['a', 'b', 'c'].map((place) => timesOf(id, place))).toEqual([1, 1, 1]);
  await server.kill('SIGTERM');
});

test('`runs stop` of a run that the server executes takes effect within a second', { timeout: 120_000 }, async () => {
  const server = await startServer(surroundings);
  const runId = String((await startRun(server.url, 'slow', 'streaming'))['workflow_run_id']);
  const stopped = await command(surroundings, ['runs', 'stop', runId]);
  const askedAt = Date.now();
  expect(stopped).toMatchObject({ code: 0 });
  const run = await ended({ url: server.url, key: keys.get('slow') ?? '' }, runId);
  expect(run['status']).toBe('stopped');
  expect(Date.now() - askedAt).toBeLessThan(1000);
  await server.kill('SIGTERM');
});

test('of two who answer one pause at once, one goes on and the other is told', { timeout: 120_000 }, async () => {
  const paused = await command(surroundings, ['run', file('approving'), '--output', 'events']);
  expect(paused.code).toBe(3);
  const runId = String((JSON.parse(paused.stdout.split('\n')[0] ?? '') as Record<string, unknown>)['workflow_run_id']);
  const both = await Promise.all([1, 2].map(() => command(surroundings, ['runs', 'resume', runId, '--action', 'yes'])));
  const [winner, loser] = both.toSorted((one, other) => one.code - other.code);
  expect(winner).toMatchObject({ code: 0 });
  expect(loser?.code).not.toBe(0);
  expect(loser?.stderr).toMatch(/run/i);
  expect(timesOf(runId, 'act')).toBe(1);
});

test('a server takes over at once what a killed `dify run` had begun', { timeout: 120_000 }, async () => {
  const child = begin(surroundings, ['run', file('slow'), '--output', 'events']);
  if (!child.stdout) throw new Error('no output');
  let runId = '';
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as { event: string; workflow_run_id: string; data: { node_id?: string } };
    runId = event.workflow_run_id;
    if (event.event === 'node_finished' && event.data.node_id === 'a') break; // told, so it is on disk
  }
  while (timesOf(runId, 'b') === 0) await setTimeout(20);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await startServer(surroundings);
  while (timesOf(runId, 'b') < 2) {
    expect(Date.now() - server.startedAt).toBeLessThan(10_000); // its lease would have lasted 30 s
    await setTimeout(20);
  }
  expect(timesOf(runId, 'a')).toBe(1);
  expect(await command(surroundings, ['runs', 'stop', runId])).toMatchObject({ code: 0 });
  await server.kill('SIGTERM');
});

test('a run that waits for a person goes on by its form while the server is killed and started again', {
  timeout: 120_000,
}, async () => {
  const first = await startServer(surroundings);
  const reply = await startRun(first.url, 'approving', 'blocking');
  const runId = String(reply['workflow_run_id']);
  const text = JSON.stringify(reply);
  await first.kill('SIGKILL');
  const second = await startServer(surroundings);
  const token = /"form_token":"([^"]+)"/.exec(text)?.[1];
  expect(token).toBeDefined();
  const door = { url: second.url, key: keys.get('approving') ?? '' };
  const answers = await Promise.all(
    [1, 2].map(() =>
      fetch(`${second.url}/v1/form/human_input/${token}`, {
        method: 'POST',
        headers: headers(door.key),
        body: JSON.stringify({ inputs: {}, action: 'yes', user: 'ann' }),
      }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  while (timesOf(runId, 'act') === 0) await setTimeout(10);
  await second.kill('SIGKILL');
  const third = await startServer(surroundings);
  expect((await ended({ ...door, url: third.url }, runId))['status']).toBe('succeeded');
  expect(timesOf(runId, 'act')).toBe(2); // it was at work when the server died
  await third.kill('SIGTERM');
});
