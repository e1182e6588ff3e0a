import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replies } from '../../src/protocol/index.ts';
import { app, graph, node } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

/** What was signed under a secret key that another one has replaced since. */

const folder = mkdtempSync(join(tmpdir(), 'dify-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [former, present] = ['former-'.repeat(5), 'present-'.repeat(5)];
const short = 'guessable';

async function servedWith<Result>(key: string, earlier: string, look: (served: Served) => Promise<Result>) {
  const served = await serve({ SECRET_KEY: key, DIFY_EARLIER_SECRET_KEYS: earlier }, folder);
  try {
    return await look(served);
  } finally {
    await served.close();
  }
}

/** Shows the file of its form. */
const shower = app('advanced-chat', {
  workflow: {
    features: {},
    graph: graph([
      node('start', {
        type: 'start',
        variables: [
          { variable: 'paper', label: 'Paper', type: 'file', required: true, allowed_file_types: ['document'] },
        ],
      }),
      node('answer', { type: 'answer', answer: '{{#start.paper#}}' }),
    ]),
  },
});

/** A link to a file and a passport, signed with this key. */
const signedWith = (key: string) =>
  servedWith(key, '', async (served) => {
    const { code, ...shown } = await served.importApp(shower);
    const id = await upload(served, shown, { name: 'a.txt', type: 'text/plain', bytes: 'A' });
    const paper = { type: 'document', transfer_method: 'local_file', upload_file_id: id };
    const said = { inputs: { paper }, query: 'Hi', user: 'ada' };
    const { answer } = (await calling(served.server, shown.key)('POST', '/v1/chat-messages', said)).json;
    const link = /\/files\/[^)\s"]*/.exec(String(answer))?.[0] ?? '';
    const issued = await served.server.inject({ url: '/api/passport', headers: { 'x-app-code': code } });
    return { link, code, passport: replies.PassportReply.parse(issued.json()).access_token };
  });

/** What a server with these keys answers to both. */
const openedWith = ({ link, code, passport }: Awaited<ReturnType<typeof signedWith>>, key: string, earlier = '') =>
  servedWith(key, earlier, async ({ server }) => {
    const headers = { 'x-app-code': code, 'x-app-passport': passport };
    const answers = [await server.inject(link), await server.inject({ url: '/api/parameters', headers })];
    return answers.map(({ statusCode }) => statusCode);
  });

test('links and passports of an earlier key open while it is named, and those of a guessable one never', async () => {
  const signed = await signedWith(former);
  expect(await openedWith(signed, former)).toEqual([200, 200]);
  expect(await openedWith(signed, present)).toEqual([404, 401]);
  expect(await openedWith(signed, present, `${short},${former}`)).toEqual([200, 200]);
  const forgeable = await signedWith(short);
  expect(await openedWith(forgeable, short)).toEqual([200, 200]);
  expect(await openedWith(forgeable, present, `${short},${former}`)).toEqual([404, 401]);
  const renewed = await signedWith(present);
  expect(await openedWith(renewed, present)).toEqual([200, 200]);
  expect(await openedWith(renewed, former)).toEqual([404, 401]);
});
