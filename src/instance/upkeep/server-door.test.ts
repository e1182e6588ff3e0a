import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../platform/config/index.ts';
import { askLocally, listenLocally } from '../../platform/local-socket/index.ts';
import { type Instance, openInstance } from '../index.ts';
import { askServer } from './server-door.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dify-door-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
});

function open(): Instance {
  return openInstance({ config: loadConfig({ env: {}, flags: { dataDir } }), keepsRecords: true });
}

const stop = { do: 'stop', runId: 'nonsense' } as const;

test('a server answers the commands of its data directory, until it ends', async () => {
  const [server, command] = [open(), open()];
  expect(await command.askServer(stop)).toBeUndefined();
  await server.prepareServing();
  await expect(command.askServer(stop)).rejects.toMatchObject({ code: 'not_found' });
  const resume = { do: 'resume', runId: 'nonsense', actionId: 'yes', inputs: {} } as const;
  await expect(command.askServer(resume)).rejects.toMatchObject({ code: 'not_found' });
  await server.close();
  expect(await command.askServer(stop)).toBeUndefined();
  await command.close();
});

test.each([['{"do": "fly"}'], ['{"do": "stop"}'], ['no JSON'], ['']])(
  'the request %j is not understood',
  async (line) => {
    const server = open();
    await server.prepareServing();
    expect(await askLocally(dataDir, line)).toBe('{"isUnderstood":false}');
    await server.close();
  },
);

test.each([['{"isUnderstood": false}'], ['nonsense'], ['{}']])(
  'to a server that replies %s nothing is left',
  async (line) => {
    const listener = await listenLocally(dataDir, async () => line);
    expect(await askServer(dataDir, stop)).toBeUndefined();
    await listener?.close();
  },
);

test('an error that only another version knows is an error all the same', async () => {
  const reply = '{"isUnderstood": true, "error": {"code": "new", "message": "What is new."}}';
  const listener = await listenLocally(dataDir, async () => reply);
  await expect(askServer(dataDir, stop)).rejects.toMatchObject({
    code: 'internal_server_error',
    message: 'What is new.',
  });
  await listener?.close();
});

test('of two servers of one directory the first one answers', async () => {
  const [first, second] = [open(), open()];
  await first.prepareServing();
  await second.prepareServing();
  await second.close();
  await expect(askServer(dataDir, stop)).rejects.toMatchObject({ code: 'not_found' });
  await first.close();
});
