import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordEvents } from '../../src/engine/index.ts';
import { sendFile } from '../../src/http/send-file.ts';
import { sendStream } from '../../src/http/send-run.ts';
import type { WorkflowId, WorkflowRunId } from '../../src/kernel/index.ts';
import { openConnection } from '../../src/storage/dialects/sqlite/connection.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { begun } from './testing/abandoned-run.ts';
import { chat, greeting } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** Answers whose source fails after the first byte: the reader sees it, and so does the operator. */

let served: Served;
let models: ScriptedServer;
let talk: ServedApp;
let work: ServedApp;
let port: number;

beforeAll(async () => {
  const sound = { headers: { 'content-type': 'audio/mpeg' }, pieces: ['ID3', 'sound'], ending: 'drop' } as const;
  models = await startScriptedServer(() => sound);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  [talk, work] = [await served.importApp(chat()), await served.importApp(greeting)];
  served.server.get('/broken-file', (request, reply) => sendFile(request, reply, brokenFile, { isAttachment: false }));
  served.server.get('/endless-file', (request, reply) => sendFile(request, reply, endless, { isAttachment: false }));
  served.server.get('/unwritable', (_request, reply) => sendStream(reply, unwritable(), sending()));
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = served.server.server.address() as AddressInfo);
});
afterAll(async () => {
  await served.close();
  await models.close();
});
beforeEach(() => {
  for (const told of [served.errors, served.warnings]) (told as unknown[]).length = 0;
});

/** As a disk that cannot be read any further. */
const brokenFile = {
  ...{ name: 'a.txt', mimeType: 'text/plain', size: 1000 },
  open: async () => Readable.from(someBytes()),
};

let markLeft = () => {};
const left = new Promise<void>((resolve) => (markLeft = resolve));

const endless = {
  ...{ name: 'a.txt', mimeType: 'text/plain', size: 1000 },
  async open() {
    const stream = new Readable({ read() {} }).once('close', markLeft);
    stream.push('some bytes');
    return stream;
  },
};

async function* someBytes() {
  yield 'some bytes';
  await new Promise(setImmediate);
  throw new Error('the disk is broken');
}

/** What no JSON can say. */
async function* unwritable() {
  yield { data: { event: 'first' } };
  await new Promise(setImmediate);
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  yield { data: circle };
}

const sending = () => ({
  log: served.instance.log,
  context: {
    ...({
      mode: 'workflow',
      taskId: 't',
      runId: 'r',
      workflowId: 'w',
      createdAt: 0,
      inputs: {},
      createdBy: {},
    } as const),
    ...({ detail: 'full', formToken: () => '' } as const),
  },
});

interface Asked {
  readonly headers?: readonly string[];
  readonly body?: object;
}

async function get(path: string, { key }: ServedApp = work, { headers = [], body }: Asked = {}) {
  const client = await connectRaw(port);
  const text = body && JSON.stringify(body);
  const sent = text ? ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`] : [];
  const head = [
    `${text ? 'POST' : 'GET'} ${path} HTTP/1.1`,
    'host: x',
    `authorization: Bearer ${key}`,
    ...headers,
    ...sent,
  ];
  client.write(`${head.join('\r\n')}\r\n\r\n${text ?? ''}`);
  return client;
}

const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);
/** The last piece of an answer in pieces: without it, the answer is not complete. */
const END_OF_PIECES = '\r\n0\r\n\r\n';

describe('a stream', () => {
  /** A run of the reader's that another process executes. */
  async function runElsewhere() {
    const { stores, ids } = await served.instance.localScope({ user: 'tests' });
    const runId = ids.next() as WorkflowRunId;
    const app = stores.ofApp(await stores.apps.get(work.id));
    const reader = await app.endUsers.findOrCreate({ type: 'service-api', sessionId: 'ada' });
    const run = {
      ...({ appId: work.id, type: 'workflow', triggeredFrom: 'app-run', version: '1', status: 'running' } as const),
      ...{ workflowId: ids.next() as WorkflowId, createdBy: reader.id, createdByRole: 'end_user' as const },
      ...{ leaseOwner: 'another process', leaseExpiresAt: Date.now() + 60_000, createdAt: Date.now() },
    };
    await stores.runs.record({ runId, run, events: { sequence: 1, count: 1, text: recordEvents([begun]) } });
    return { runId, stores };
  }

  async function follow(runId: string) {
    const client = await get(`/v1/workflow/${runId}/events?user=ada`, work, { headers: ['last-event-id: 0'] });
    await client.seen(/workflow_started/);
    return client;
  }

  test('whose run is deleted meanwhile ends with an error, and the log says which', async () => {
    const { runId } = await runElsewhere();
    const client = await follow(runId);
    const other = openConnection({ path: served.database });
    other.raw.prepare('DELETE FROM workflow_runs WHERE id = ?').run(runId);
    other.close();
    const text = await client.seen(/"event":"error".*\r\n0\r\n\r\n/s);
    const message = expect.stringContaining(runId);
    expect(eventsIn(text).at(-1)).toMatchObject({
      ...{ event: 'error', code: 'not_found', status: 404, message },
      workflow_run_id: runId,
    });
    expect(served.warnings).toEqual([
      ['answer broken off', { request: UUID, run: runId, error: expect.objectContaining({ message }) }],
    ]);
    client.reset();
  });

  test('whose events nobody understands ends with an error that tells nothing of the inside', async () => {
    const { runId, stores } = await runElsewhere();
    const client = await follow(runId);
    await stores.runs.record({ runId, events: { sequence: 2, count: 1, text: '{"secret": "inside"' } });
    const text = await client.seen(/"event":"error".*\r\n0\r\n\r\n/s);
    expect(text).not.toContain('inside');
    expect(eventsIn(text).at(-1)).toMatchObject({ event: 'error', code: 'internal_server_error', status: 500 });
    expect(served.errors).toEqual([['answer broken off', { request: UUID, run: runId, error: expect.any(Error) }]]);
    client.reset();
  });

  test('one of which cannot be written ends with an error, too', async () => {
    const client = await get('/unwritable');
    const text = await client.seen(/"event":"error".*\r\n0\r\n\r\n/s);
    expect(eventsIn(text)).toMatchObject([{ event: 'first' }, { event: 'error', code: 'internal_server_error' }]);
    expect(served.errors).toEqual([
      ['answer broken off', { request: UUID, run: expect.any(String), error: expect.any(Error) }],
    ]);
    client.reset();
  });
});

test('sound whose source fails is broken off', async () => {
  const client = await get('/v1/text-to-audio', talk, { body: { text: 'Hello', user: 'ada' } });
  const text = await client.closed;
  expect(text).toMatch(/^HTTP\/1.1 200 .*ID3/s);
  expect(text.endsWith(END_OF_PIECES)).toBe(false);
  expect([...served.errors, ...served.warnings]).toEqual([
    ['answer broken off', { request: UUID, method: 'POST', path: '/v1/text-to-audio', error: expect.any(Error) }],
  ]);
});

test('a file whose source fails is broken off, and its address does not tell a secret', async () => {
  const client = await get('/broken-file?sign=secret');
  expect(await client.closed).toMatch(/^HTTP\/1.1 200 .*content-length: 1000.*some bytes$/s);
  expect(served.errors).toEqual([
    [
      'answer broken off',
      { request: UUID, method: 'GET', path: '/broken-file', error: new Error('the disk is broken') },
    ],
  ]);
});

test('a reader that leaves is no failure', async () => {
  const client = await get('/endless-file');
  await client.seen(/some/);
  client.reset();
  await left;
  expect([...served.errors, ...served.warnings]).toEqual([]);
});
