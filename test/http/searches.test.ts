import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/storage/index.ts';
import { newRun, newRunId, testIds } from '../../src/storage/testing.ts';
import { echo } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** So many rows are looked through in 25 pieces at least. */
const ROWS = 2500;

let served: Served;
let talk: ServedApp;
let port: number;
beforeAll(async () => {
  served = await serve();
  talk = await served.importApp(echo());
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const app = await stores.apps.get(talk.id);
  await Promise.all(Array.from({ length: ROWS }, () => recordRun(app)));
  const annotation = { question: 'Hay?', content: 'Straw.' };
  await Promise.all(Array.from({ length: ROWS }, () => stores.ofApp(app).annotations.create(annotation)));
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = served.server.server.address() as AddressInfo); // it listens on a port
}, 60_000);
afterAll(async () => {
  expect([served.errors, served.warnings]).toEqual([[], []]);
  await served.close();
});

async function recordRun(app: App): Promise<void> {
  const { stores } = await served.instance.localScope({ user: 'tests' });
  const appLog = { id: testIds.next(), createdFrom: 'service-api' } as const;
  await stores.runs.record({ runId: newRunId(), run: newRun(app.id), appLog });
}

interface Search {
  readonly table: string;
  /** Steps in which the rows were read. */
  readonly pieces: number;
  readonly isWhole: boolean;
}

/** Asks, and answers what storage tells of the search; `onBegin` is called before it has read anything. */
function search(path: string, onBegin: (leave: () => void) => void): Promise<Search> {
  return new Promise((resolve) => {
    const client = connectRaw(port);
    const listen = (text: string, fields: object = {}) => {
      if (text === 'Looking through rows') onBegin(() => void client.then(({ reset }) => reset()));
      if (text !== 'Looked through rows') return;
      served.onDebug.delete(listen);
      resolve({ ...(fields as Search) }); // what this line carries
    };
    served.onDebug.add(listen);
    const head = `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${talk.key}\r\nconnection: close\r\n\r\n`;
    client.then(({ write }) => write(head));
  });
}

test.each([
  ['workflow_app_logs', '/v1/workflows/logs?keyword=needle'],
  ['workflow_app_logs', '/v1/workflows/logs?status=failed'],
  ['message_annotations', '/v1/apps/annotations?keyword=needle'],
])('a search of %s ends soon after who asked has left: %s', async (table, path) => {
  const whole = await search(path, () => {});
  expect(whole).toMatchObject({ table, isWhole: true });
  expect(whole.pieces).toBeGreaterThan(ROWS / 100 - 1);
  const left = await search(path, (leave) => leave());
  expect(left).toMatchObject({ table, isWhole: false });
  expect(left.pieces).toBeLessThan(whole.pieces / 2);
});
