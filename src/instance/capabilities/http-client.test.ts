import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openOutbound } from '../../platform/outbound/index.ts';
import { createHttpClient } from './http-client.ts';

/** Why a request of a node got no reply, in words for whoever reads the run. */

const never = new AbortController().signal;
const patience = { connectTimeoutMs: 5000, readTimeoutMs: 5000, writeTimeoutMs: 5000, maxBytes: 1000, verifyTls: true };

async function failure(url: string): Promise<unknown> {
  const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
  const outbound = openOutbound({ allow: ['127.0.0.1'], resolve: () => Promise.reject(unknown) });
  const request = { method: 'GET', url, headers: [], signal: never, ...patience };
  try {
    return await createHttpClient(outbound)
      .send(request)
      .catch((error: unknown) => error);
  } finally {
    await outbound.close();
  }
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

test('a name that nobody knows', async () => {
  expect(await failure('http://nowhere.example/')).toMatchObject({ message: 'the name of the host is not known' });
});

test('a server that is not there, without its address', async () => {
  expect(await failure(`http://127.0.0.1:${await unusedPort()}/`)).toMatchObject({
    message: 'the connection was refused',
  });
});

test('a refusal stays what it is', async () => {
  expect(await failure('http://10.0.0.1/')).toMatchObject({ code: 'outbound_refused' });
});
