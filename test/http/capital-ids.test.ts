import { afterAll, beforeAll, expect, test } from 'vitest';
import { echo, takingFiles } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

/** Clients that keep ids as UUIDs write them as their language does: Swift in capitals. */

let served: Served;
let app: ServedApp;
let call: ReturnType<typeof calling>;

beforeAll(async () => {
  served = await serve();
  app = await served.importApp(echo(takingFiles));
  call = calling(served.server, app.key);
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

test('an id in capitals is the same id', async () => {
  const file = (await upload(served, app, { name: 'a.txt', type: 'text/plain', bytes: 'A' })).toUpperCase();
  const ask = { inputs: {}, query: 'Hi', user: 'ada' };
  const files = [{ type: 'document', transfer_method: 'local_file', upload_file_id: file }];
  const first = (await call('POST', '/v1/chat-messages', { ...ask, files })).json;
  const [talk, message] = [first.conversation_id.toUpperCase(), first.message_id.toUpperCase()];
  const second = await call('POST', '/v1/chat-messages', { ...ask, conversation_id: ` ${talk} ` });
  expect(second.json.conversation_id).toBe(first.conversation_id);
  const before = second.json.message_id.toUpperCase();
  const page = await call('GET', `/v1/messages?user=ada&conversation_id=${talk}&first_id=${before}`);
  expect(page.json.data).toMatchObject([{ id: first.message_id, message_files: [{ filename: 'a.txt' }] }]);
  const rating = { rating: 'like', user: 'ada' };
  expect((await call('POST', `/v1/messages/${message}/feedbacks`, rating)).status).toBe(200);
  expect((await call('GET', `/v1/files/${file}/preview?user=ada`)).text).toBe('A');
  expect((await call('GET', `/v1/conversations?user=ada&last_id=${talk}`)).json.data).toEqual([]);
  expect((await call('DELETE', `/v1/conversations/${talk}`, { user: 'ada' })).status).toBe(204);
});
