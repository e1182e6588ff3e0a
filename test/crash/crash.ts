/**
 * Kills a serving process at random moments, and after each restart compares what is there with what was acknowledged.
 * Usage: node test/crash/crash.ts [--kills 200] [--dify ./dist/dify] [--policy continue|fail] [--seed N]
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { approving, chatting, iterating, parallel, ROUNDS, sequential } from './apps.ts';
import { type Acknowledged, type Door, getJson, placeOf, replay, runBlocking, runStreaming, upload } from './client.ts';
import { type OutsideWorld, openOutsideWorld, WORDS } from './outside-world.ts';
import { command, findProgram, type Server, type Surroundings, startServer } from './program.ts';

export interface CrashOptions {
  readonly kills: number;
  readonly policy: 'continue' | 'fail';
  readonly seed: number;
  readonly executable?: string;
  readonly tell: (line: string) => void;
}

export interface CrashReport {
  readonly kills: number;
  readonly acknowledged: { runs: number; files: number; keys: number };
  readonly recovered: number;
  /** From the first answer of a restarted server until nothing stood under the name of the dead one, in ms. */
  readonly slowestTakeOverMs: number;
  /** Sentences; empty when all is well. */
  readonly findings: readonly string[];
}

interface Stage extends CrashOptions {
  readonly surroundings: Surroundings;
  readonly world: OutsideWorld;
  readonly random: () => number;
  readonly known: Acknowledged;
  readonly keys: Map<string, string>;
  readonly findings: string[];
  readonly takeOverMs: number[];
  recovered: number;
  chats: number;
  readonly checked: Set<string>;
}

export async function crash(options: CrashOptions): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'dify-crash-'));
  const world = await openOutsideWorld();
  try {
    const stage = await setStage(options, folder, world);
    for (let kill = 1; kill <= options.kills; kill++) await oneLife(stage, kill);
    world.beginLife(options.kills + 1);
    const server = await startServer(stage.surroundings);
    await settle(stage);
    await compare(stage, server, true);
    await server.kill('SIGTERM');
    return {
      kills: options.kills,
      acknowledged: { runs: stage.known.runs.size, files: stage.known.files.size, keys: stage.known.keys.length },
      recovered: stage.recovered,
      slowestTakeOverMs: Math.max(0, ...stage.takeOverMs),
      findings: stage.findings,
    };
  } finally {
    world.close();
    if (process.env['KEEP_CRASH'] === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function setStage(options: CrashOptions, folder: string, world: OutsideWorld): Promise<Stage> {
  const env = {
    DIFY_OUTBOUND_ALLOW: '127.0.0.1',
    DIFY_MODEL_GATEWAY: `${world.url}/v1`,
    DIFY_RUN_RECOVERY: options.policy,
  };
  const surroundings = { program: findProgram(options.executable), dataDir: join(folder, 'data'), env };
  const keys = new Map<string, string>();
  const files = {
    sequential: sequential(world.url),
    parallel: parallel(world.url),
    iterating: iterating(world.url),
    chatting: chatting(),
    approving: approving(world.url),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, `${name}.yml`);
    writeFileSync(path, text);
    const taken = await command(surroundings, ['app', 'import', path, '--publish']);
    const key = await command(surroundings, ['key', 'create', '--app', taken.stdout.trim()]);
    if (taken.code !== 0 || key.code !== 0) throw new Error(`${name} was not taken in: ${taken.stderr}${key.stderr}`);
    keys.set(name, key.stdout.trim());
  }
  return {
    ...options,
    ...{ surroundings, world, keys, findings: [], takeOverMs: [], recovered: 0, chats: 0, checked: new Set<string>() },
    random: randomFrom(options.seed),
    known: { runs: new Map(), files: new Map(), keys: [], silentEnds: [] },
  };
}

/** A server lives, is used by several, and is killed; what it left is looked at by the next one. */
async function oneLife(stage: Stage, kill: number): Promise<void> {
  stage.world.beginLife(kill);
  const server = await startServer(stage.surroundings);
  if (kill > 1) {
    await settle(stage);
    await compare(stage, server, false);
  }
  const clients = [0, 1, 2, 3].map((number) => useUntilDead(stage, server, number));
  if (kill % 5 === 1) clients.push(makeKey(stage));
  await setTimeout(100 + stage.random() * 900);
  await server.kill('SIGKILL');
  await Promise.all(clients);
  stage.tell(`killed ${kill}: ${stage.known.runs.size} runs, ${stage.findings.length} findings`);
}

/** One client: what it starts next is left to chance. Ends when the connection breaks. */
async function useUntilDead(stage: Stage, server: Server, number: number): Promise<void> {
  let conversationId: string | undefined;
  for (;;) {
    try {
      const app = ['sequential', 'parallel', 'iterating', 'chatting', 'file'][Math.floor(stage.random() * 5)] ?? 'file';
      const door = { url: server.url, key: stage.keys.get(app) ?? stage.keys.get('sequential') ?? '' };
      if (app === 'file') await upload(door, `file ${stage.random()}`, stage.known);
      else if (app === 'chatting') {
        stage.chats += 1;
        const query = `question ${stage.chats}`;
        const options = { app, inputs: {}, query, ...(conversationId !== undefined && { conversationId }) };
        conversationId = await runStreaming(door, options, stage.known);
      } else {
        const inputs = app === 'iterating' ? { items: { list: ROUNDS } } : {};
        const run = number % 2 === 0 ? runStreaming : runBlocking;
        await run(door, { app, inputs }, stage.known);
      }
    } catch (error) {
      // a broken connection is what a crash looks like; an answer that refuses is a finding
      if (error instanceof Error && error.message.includes('answered')) stage.findings.push(error.message);
      return;
    }
  }
}

/** An app has ten at most, and one from the beginning. */
const MOST_KEYS = 9;

async function makeKey({ surroundings, known, findings }: Stage): Promise<void> {
  if (known.keys.length >= MOST_KEYS) return;
  const made = await command(surroundings, ['key', 'create', '--app', 'sequential']);
  if (made.code === 0) known.keys.push(made.stdout.trim());
  else findings.push(`key create ended with ${made.code}: ${made.stderr}`);
}

/** Waits until a restarted server has dealt with what the dead one left. */
async function settle(stage: Stage): Promise<void> {
  const database = new Database(join(stage.surroundings.dataDir, 'dify.db'), { readonly: true });
  try {
    const startedAt = Date.now();
    const unfinished = database.prepare<[], { id: string; lease_owner: string | null }>(
      "select id, lease_owner from workflow_runs where status in ('running', 'scheduled')",
    );
    const living = () => new Set(unfinished.all().map(({ lease_owner: owner }) => owner));
    const left = unfinished.all().length;
    stage.recovered += left;
    let takenOverAt: number | undefined;
    while (Date.now() - startedAt < 60_000) {
      const owners = living();
      if (owners.size <= 1 && !owners.has(null)) takenOverAt ??= Date.now();
      if (owners.size === 0) break;
      await setTimeout(20);
    }
    if (living().size > 0) stage.findings.push(`${unfinished.all().length} runs are still running after a minute`);
    stage.takeOverMs.push((takenOverAt ?? Date.now()) - startedAt);
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') stage.findings.push(`integrity_check: ${integrity}`);
    compareBlobs(stage, database);
  } finally {
    database.close();
  }
}

/** Whatever a row names was on disk before the row was. */
function compareBlobs({ surroundings, findings }: Stage, database: Database.Database): void {
  const named = database
    .prepare<[], string>('select hash from payload_blobs union select hash from upload_files')
    .pluck();
  for (const hash of named.all()) {
    const path = join(surroundings.dataDir, 'blobs', hash.slice(0, 2), hash.slice(2));
    if (!existsSync(path)) findings.push(`the blob ${hash} is named and lost`);
  }
}

async function compare(stage: Stage, server: Server, isLast: boolean): Promise<void> {
  for (const [runId, run] of stage.known.runs) {
    if (stage.checked.has(runId)) continue;
    stage.checked.add(runId);
    const door = { url: server.url, key: stage.keys.get(run.app) ?? '' };
    await compareRun(stage, door, runId, run);
  }
  compareEffects(stage);
  for (const silent of stage.known.silentEnds.splice(0))
    stage.findings.push(`a stream of ${silent} ended without an end`);
  if (!isLast) return;
  await compareChats(stage, server);
  await compareKept(stage, server);
}

type KnownRun = Acknowledged['runs'] extends Map<string, infer Run> ? Run : never;

async function compareRun(stage: Stage, door: Door, runId: string, run: KnownRun): Promise<void> {
  const { status, body } = await getJson(door, `/v1/workflows/run/${runId}`);
  const say = (text: string) => stage.findings.push(`${run.app} ${runId}: ${text}`);
  if (status !== 200) return void say(`an acknowledged run is lost (${status})`);
  if (run.status !== undefined && body['status'] !== run.status)
    say(`was told to be ${run.status}, is ${body['status']}`);
  const expected = run.status === undefined && stage.policy === 'fail' ? ['succeeded', 'failed'] : ['succeeded'];
  if (!expected.includes(String(body['status']))) say(`ended as ${body['status']}: ${body['error']}`);
  const events = await replay(door, runId);
  const ends = events.filter(({ event }) => event === 'workflow_finished');
  if (ends.length !== 1) say(`has ${ends.length} last events`);
  const finished = events.filter(({ event }) => event === 'node_finished').map(({ data }) => placeOf(data as never));
  for (const place of new Set(finished)) {
    const times = finished.filter((each) => each === place).length;
    if (times > 1) say(`node ${place} finished ${times} times`);
  }
  for (const place of run.finishedNodes) if (!finished.includes(place)) say(`the end of node ${place} is lost`);
  if (run.app === 'chatting') compareText(events, say);
}

/** What a reader of the whole stream has in the end. */
function compareText(events: readonly Record<string, unknown>[], say: (text: string) => void): void {
  const end = events.find(({ event }) => event === 'workflow_finished');
  if ((end?.['data'] as { status?: string } | undefined)?.status !== 'succeeded') return;
  const text = events.reduce((shown, { event, answer }) => {
    if (event === 'message') return shown + String(answer);
    return event === 'message_replace' ? String(answer) : shown;
  }, '');
  if (text !== WORDS.join('')) say(`its reader was shown "${text}"`);
}

/** A node may be repeated only because a server died while it was at work: once per life, in lives that follow one another. */
function compareEffects({ world, findings }: Stage): void {
  const lives = new Map<string, number[]>();
  for (const { run, place, life } of world.effects) {
    const key = `${run} ${place}`;
    lives.set(key, [...(lives.get(key) ?? []), life]);
  }
  for (const [key, all] of lives) {
    if (new Set(all).size !== all.length) findings.push(`${key} happened twice in one life of the server (${all})`);
    if (Math.max(...all) - Math.min(...all) > all.length - 1) findings.push(`${key} came back after a pause (${all})`);
  }
}

/** Every question that was answered stands in its conversation once. */
async function compareChats({ known, keys, findings }: Stage, server: Server): Promise<void> {
  const byConversation = Map.groupBy(
    [...known.runs.values()].filter(({ conversationId }) => conversationId !== undefined),
    ({ conversationId }) => conversationId,
  );
  const door = { url: server.url, key: keys.get('chatting') ?? '' };
  for (const [conversationId, runs] of byConversation) {
    const { body } = await getJson(door, `/v1/conversations/${conversationId}/variables?user=ann`);
    const rows = (body['data'] ?? []) as { name: string; value: unknown }[];
    const value = rows.find(({ name }) => name === 'asked')?.value;
    const asked = (typeof value === 'string' ? JSON.parse(value) : value) as string[] | undefined;
    const succeeded = runs.filter(({ status }) => status === 'succeeded').map(({ query }) => query ?? '');
    for (const query of succeeded)
      if (!asked?.includes(query)) findings.push(`"${query}" is not remembered: ${JSON.stringify(asked)}`);
    if (asked && new Set(asked).size !== asked.length) findings.push(`an append was applied twice: ${asked}`);
    const { body: messages } = await getJson(door, `/v1/messages?conversation_id=${conversationId}&user=ann&limit=100`);
    const queries = ((messages['data'] ?? []) as { query: string }[]).map(({ query }) => query);
    for (const { query } of runs)
      if (query !== undefined && queries.filter((each) => each === query).length !== 1)
        findings.push(`message "${query}" stands ${queries.filter((each) => each === query).length} times`);
  }
}

async function compareKept({ known, keys, findings }: Stage, server: Server): Promise<void> {
  for (const key of known.keys) {
    const { status } = await getJson({ url: server.url, key }, '/v1/info');
    if (status !== 200) findings.push(`an acknowledged key answers ${status}`);
  }
  const headers = { authorization: `Bearer ${keys.get('sequential')}` };
  for (const [id, text] of known.files) {
    const response = await fetch(`${server.url}/v1/files/${id}/preview?user=ann`, { headers });
    // a file is shown only once a message has used it; that it is known is what counts here
    if (response.status === 404) findings.push(`the acknowledged file ${id} (${text}) is lost`);
  }
}

/** mulberry32: small, and the same run again for the same seed as far as the machine allows. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      policy: { type: 'string', default: 'continue' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      dify: { type: 'string' },
    },
  });
  const report = await crash({
    kills: Number(values.kills),
    policy: values.policy === 'fail' ? 'fail' : 'continue',
    seed: Number(values.seed),
    ...(values.dify !== undefined && { executable: values.dify }),
    tell: (line) => console.error(line),
  });
  console.log(JSON.stringify({ ...report, seed: Number(values.seed), policy: values.policy }, null, 2));
  process.exitCode = report.findings.length > 0 ? 1 : 0;
}
