import { afterEach, expect, test } from 'vitest';
import { listen } from '../../src/http/listen.ts';
import { type Served, serve } from './testing/served-apps.ts';

const opened: Served[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});

async function open(): Promise<Served> {
  const served = await serve();
  opened.push(served);
  return served;
}

test('a port that is taken is named, with what would help', async () => {
  const [first, second] = [await open(), await open()];
  const port = Number(new URL(await listen(first.server, { host: '127.0.0.1', port: 0 })).port);
  await expect(listen(second.server, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'conflict',
    message: `The server cannot listen on 127.0.0.1, port ${port}: another program listens there`,
    hint: expect.stringContaining('--port'),
  });
});

test('an address of another machine is named, with what would help', async () => {
  const { server } = await open();
  await expect(listen(server, { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    code: 'configuration_invalid',
    message: 'The server cannot listen on 192.0.2.1, port 0: the machine has no such address',
    hint: expect.stringContaining('--host'),
  });
});
