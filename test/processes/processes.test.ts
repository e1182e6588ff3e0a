import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
const apps = new Map<string, string>();
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
    apps.set(name, stdout.trim());
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

/** One after the other; several loops go on beside each other. */
async function loop<T>(times: number, work: (round: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round < times; round++) results.push(await work(round));
  return results;
}

const dify = (...args: string[]): Promise<Finished> => command(surroundings, args);
const json = async (...args: string[]) =>
  JSON.parse((await dify(...args, '--json')).stdout) as Record<string, unknown>[];
const runIdOf = ({ stdout }: Finished) =>
  String((JSON.parse(stdout.split('\n')[0] ?? '') as Record<string, unknown>)['workflow_run_id']);
const pause = async () => runIdOf(await dify('run', file('approving'), '--output', 'events'));
const resume = (runId: string, ...more: string[]) => dify('runs', 'resume', runId, '--action', 'yes', ...more);

/** What nobody may be shown who only uses the program. */
const OF_THE_DATABASE = /lock|busy|sqlite/i;

test('a server and loops of commands share a directory: no error, no lost write, no run twice', {
  timeout: 300_000,
}, async () => {
  const paused = await loop(3, pause);
  const before = (await json('app', 'list')).length;
  const server = await startServer(surroundings);
  const [runs, imports, made, users, resumed, served] = await Promise.all([
    loop(3, () => dify('run', file('sequential'), '--output', 'json')),
    loop(4, () => dify('app', 'import', file('sequential'))),
    loop(4, () => dify('key', 'create', '--app', apps.get('approving') ?? '')),
    Promise.all(
      ['ann', 'bob'].map((name) => loop(2, (round) => dify('user', 'create', `${name}${round}@example.com`))),
    ),
    loop(3, (round) => Promise.all([1, 2].map(() => resume(paused[round] ?? '')))),
    Promise.all(Array.from({ length: 8 }, () => startRun(server.url, 'sequential', 'blocking'))),
  ]);
  const succeeding = [...runs, ...imports, ...made, ...users.flat()];
  for (const { code, stderr } of succeeding) expect({ code, stderr }).toMatchObject({ code: 0 });
  for (const { stderr } of [...succeeding, ...resumed.flat()]) expect(stderr).not.toMatch(OF_THE_DATABASE);

  for (const { stdout } of made)
    expect((await getJson({ url: server.url, key: stdout.trim() }, '/v1/info')).status).toBe(200);
  const listed = (await json('app', 'list')).map(({ id }) => id);
  for (const { stdout } of imports) expect(listed).toContain(stdout.trim());
  expect(listed.length - before).toBeGreaterThanOrEqual(4);
  const members = await json('user', 'list');
  expect(members.map(({ email }) => email).toSorted()).toEqual(
    ['ann0', 'ann1', 'bob0', 'bob1'].map((name) => `${name}@example.com`),
  );
  expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1);

  const ids = [...runs.map(runIdOfJson), ...served.map((reply) => String(reply['workflow_run_id']))];
  expect(new Set(ids).size).toBe(11);
  for (const id of ids) expect(['a', 'b', 'c'].map((place) => timesOf(id, place))).toEqual([1, 1, 1]);
  expect(resumed.map((both) => both.map(({ code }) => code).toSorted())).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  for (const id of paused) expect(timesOf(id, 'act')).toBe(1);
  await server.kill('SIGTERM');
});

const runIdOfJson = ({ stdout }: Finished) =>
  String((JSON.parse(stdout) as Record<string, unknown>)['workflow_run_id']);

test('a run that is resumed beside a server goes on under the settings of the server', {
  timeout: 120_000,
}, async () => {
  const runId = await pause();
  const server = await startServer(surroundings);
  const shell = { ...surroundings, env: {} }; // one that may not reach the outside world
  const ended = await command(shell, ['runs', 'resume', runId, '--action', 'yes', '--output', 'events']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const events = ended.stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);
  expect([events[0], events.at(-1)]).toEqual(['workflow_started', 'workflow_finished']);
  await server.kill('SIGTERM');
});

test('who follows a resumed run reaches its end although its server is killed', { timeout: 120_000 }, async () => {
  const runId = await pause();
  const first = await startServer(surroundings);
  const child = begin(surroundings, ['runs', 'resume', runId, '--action', 'yes', '--output', 'events']);
  const exit = once(child, 'exit');
  if (!child.stdout) throw new Error('no output');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const told = [(await lines.next()).value]; // the first server has answered, and `act` is at work
  await first.kill('SIGKILL');
  const second = await startServer(surroundings); // in place of the socket that the first one left
  for await (const line of lines) told.push(line);
  expect(await exit).toEqual([0, null]);
  expect(told.filter((line) => line?.includes('"workflow_finished"'))).toHaveLength(1);
  expect(await dify('runs', 'stop', 'nonsense')).toMatchObject({ code: 5 });
  await second.kill('SIGKILL');
});

test('with nobody behind the socket a command does the work itself', { timeout: 120_000 }, async () => {
  const [stopped, resumed] = [await pause(), await pause()];
  const server = await startServer(surroundings);
  await server.kill('SIGKILL');
  expect(existsSync(join(surroundings.dataDir, 'server.sock'))).toBe(true);
  expect(await dify('runs', 'stop', stopped)).toMatchObject({ code: 0 });
  expect(await resume(resumed)).toMatchObject({ code: 0 });
  const statuses = new Map((await json('runs', 'list')).map(({ id, status }) => [id, status]));
  expect([statuses.get(stopped), statuses.get(resumed)]).toEqual(['stopped', 'succeeded']);
});

test('a run that the server executes has ended when `runs stop` has', { timeout: 120_000 }, async () => {
  const server = await startServer(surroundings);
  const runId = String((await startRun(server.url, 'slow', 'streaming'))['workflow_run_id']);
  expect(await dify('runs', 'stop', runId)).toMatchObject({ code: 0 });
  const run = await ended({ url: server.url, key: keys.get('slow') ?? '' }, runId);
  expect(run['status']).toBe('stopped');
  expect(timesOf(runId, 'c')).toBe(0);
  await server.kill('SIGTERM');
});

test('a stop reaches a run that another command executes', { timeout: 120_000 }, async () => {
  const child = begin(surroundings, ['run', file('slow'), '--output', 'events']);
  const exit = once(child, 'exit');
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { workflow_run_id: runId } = JSON.parse(line) as { workflow_run_id: string };
  expect(await dify('runs', 'stop', runId)).toMatchObject({ code: 0 });
  expect(await exit).toEqual([130, null]);
});

test('of two who answer one pause at once, one goes on and the other is told', { timeout: 120_000 }, async () => {
  const runId = await pause();
  const both = await Promise.all([1, 2].map(() => resume(runId)));
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
