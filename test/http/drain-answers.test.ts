import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serve } from './testing/served-apps.ts';

test('an answer that breaks while the server ends cuts none of the others short', async () => {
  const served = await serve();
  const held: ServerResponse[] = [];
  served.server.get('/held', (_request, reply) => {
    reply.hijack();
    held.push(reply.raw);
  });
  const url = await served.server.listen({ host: '127.0.0.1', port: 0 });
  const answers = [fetch(`${url}/held`), fetch(`${url}/held`)].map((answer) => answer.then((reply) => reply.text()));
  await expect.poll(() => held.length).toBe(2);
  const closing = served.server.close();
  await expect.poll(() => served.instance.isDraining).toBe(true);
  await setImmediate();
  const [broken, whole] = held;
  broken?.on('error', () => {}).emit('error', new Error('broken'));
  await setImmediate();
  whole?.end('all of it');
  expect(await Promise.any(answers)).toBe('all of it');
  broken?.destroy();
  await closing;
  await served.close();
});
