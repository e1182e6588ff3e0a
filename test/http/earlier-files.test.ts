import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { chat } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  models = await startChatServer(['Fine.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const seeing = chat({ file_upload: { enabled: true, image: { enabled: true, number_limits: 3, detail: 'low' } } });
const PIXEL = Buffer.from('iVBORw0KGgo=', 'base64');

test('a model sees in every later turn what came with an earlier question', async () => {
  const app = await served.importApp(seeing);
  const id = await upload(served, app, { name: 'cat.png', type: 'image/png', bytes: new Uint8Array(PIXEL) });
  const call = calling(served.server, app.key);
  const files = [{ type: 'image', transfer_method: 'local_file', upload_file_id: id }];
  const first = await call('POST', '/v1/chat-messages', { inputs: {}, query: 'what is it', files, user: 'ada' });
  const conversation = first.json.conversation_id;
  const again = { inputs: {}, query: 'and its colour', conversation_id: conversation, user: 'ada' };
  await call('POST', '/v1/chat-messages', again);
  const [system, ...said] = models.sent().at(-1)?.messages ?? [];
  expect(system).toMatchObject({ role: 'system' });
  expect(said).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'what is it' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL.toString('base64')}`, detail: 'low' } },
      ],
    },
    { role: 'assistant', content: 'Fine.' },
    { role: 'user', content: 'and its colour' },
  ]);
});
