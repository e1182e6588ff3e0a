import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { greeting } from './testing/apps.ts';
import { connectRaw } from './testing/raw-client.ts';
import { serve } from './testing/served-apps.ts';

const FORM = [
  '--B\r\nContent-Disposition: form-data; name="user"\r\n\r\nann\r\n',
  '--B\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nall ',
  'of it\r\n--B--\r\n',
];

/** A server that is told to end while an upload has come by half. */
async function endDuringUpload(drainSeconds: string) {
  const served = await serve({ DIFY_DRAIN_SECONDS: drainSeconds });
  const { key } = await served.importApp(greeting);
  await served.server.listen({ host: '127.0.0.1', port: 0 });
  const client = await connectRaw((served.server.server.address() as AddressInfo).port);
  const length = FORM.join('').length;
  const [user = '', first = '', rest = ''] = FORM;
  const isRouted = new Promise<void>((resolve) => served.server.server.once('request', () => resolve()));
  client.write(
    `POST /v1/files/upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${length}\r\n` +
      `content-type: multipart/form-data; boundary=B\r\n\r\n${user}${first}`,
  );
  await isRouted;
  const closing = served.server.close();
  await expect.poll(() => served.instance.isDraining).toBe(true);
  const end = async () => {
    await closing;
    await served.close();
  };
  return { client, rest, end, infos: served.infos };
}

test('an upload that is arriving when the server is told to end has time to arrive', async () => {
  const { client, rest, end, infos } = await endDuringUpload('60');
  expect(infos).toEqual([['the server drains', { runs: 0, answers: 1, patienceSeconds: 60 }]]);
  client.write(rest);
  const reply = await client.closed;
  expect(reply).toMatch(/^HTTP\/1\.1 201 /);
  expect(reply).toContain('"size":9');
  await end();
  expect(infos.at(-1)).toEqual(['the server has drained', expect.objectContaining({ answersCutOff: 0 })]);
});

test('one that does not arrive in that time is cut off at once, and the log says so', async () => {
  const { client, end, infos } = await endDuringUpload('0');
  expect(await client.closed).not.toContain('201');
  await end();
  expect(infos.at(-1)).toEqual(['the server has drained', expect.objectContaining({ answersCutOff: 1 })]);
  const lastBytes = expect.objectContaining({ elapsedSeconds: 2 }); // the time of answers that are complete
  expect(infos.at(-1)).not.toEqual(['the server has drained', lastBytes]);
});
