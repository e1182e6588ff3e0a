import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NodeFinished, RunEvent, RunStarted } from '../../src/engine/index.ts';
import { abandonRun, begun } from './testing/abandoned-run.ts';
import { echo } from './testing/apps.ts';
import { type Served, type ServedApp, serve } from './testing/served-apps.ts';

let served: Served;
let app: ServedApp;

beforeAll(async () => {
  served = await serve();
  app = await served.importApp(echo());
});
afterAll(() => served.close());

const takenUp: RunStarted = { type: 'run-started', at: 2, reason: 'resumption', rootNodeId: 'start' };
const times = (count: number) => Array<RunEvent>(count).fill(takenUp);
const inStart = { frame: [], executionId: 'e1', nodeId: 'start', nodeType: 'start', title: 'start', index: 1 } as const;
const started: RunEvent = { type: 'node-started', at: 2, ...inStart };
const done: NodeFinished = {
  ...{ type: 'node-finished', at: 3, ...inStart, status: 'succeeded', outputs: {} },
  ...{ startedAt: 2, elapsedSeconds: 0.001 },
};

test.each<[string, readonly RunEvent[], string, string | null]>([
  ['goes on where its process ended by chance', [begun, ...times(4)], 'succeeded', null],
  ['goes on where something was done between', [begun, ...times(4), started, done, ...times(4)], 'succeeded', null],
  [
    'has failed when it ended every process that took it up',
    [begun, started, ...times(5)],
    'failed',
    'The run was taken up 5 times, and each time its process ended before anything was done.',
  ],
])('a run that was taken up often %s', async (_what, events, status, error) => {
  const run = await abandonRun(served, app, { query: 'hello', events });
  await run.recover();
  const { stores } = await served.instance.localScope({ user: 'tests' });
  expect(await stores.runs.get(run.runId)).toMatchObject({ status, error });
});
