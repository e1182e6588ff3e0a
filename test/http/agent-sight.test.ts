import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { app, model } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

let served: Served;
let models: ChatServer;

beforeAll(async () => {
  const call = { toolCalls: [{ name: 'current_time', arguments: '{}' }] };
  models = await startChatServer([call, 'A cat.', 'Grey.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const seeing = app('agent-chat', {
  model_config: {
    ...{ model, pre_prompt: 'You are friendly.', user_input_form: [] },
    file_upload: { enabled: true, image: { enabled: true, number_limits: 3, detail: 'low' } },
    agent_mode: {
      ...{ enabled: true, strategy: 'function_call', max_iteration: 5 },
      tools: [{ enabled: true, provider_type: 'builtin', provider_id: 'time', tool_name: 'current_time' }],
    },
  },
});
const PIXEL = Buffer.from('iVBORw0KGgo=', 'base64');
const seen = [
  { type: 'text', text: 'what is it' },
  { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL.toString('base64')}`, detail: 'low' } },
];

test('an agent sees what comes with a question, then its name, and it again in later turns', async () => {
  const agent = await served.importApp(seeing);
  const id = await upload(served, agent, { name: 'cat.png', type: 'image/png', bytes: new Uint8Array(PIXEL) });
  const call = calling(served.server, agent.key);
  const ask = async (body: JsonObject) => {
    const given = { inputs: {}, user: 'ada', response_mode: 'streaming', auto_generate_name: false, ...body };
    return eventsIn((await call('POST', '/v1/chat-messages', given)).text);
  };
  const files = [{ type: 'image', transfer_method: 'local_file', upload_file_id: id }];
  const [begun] = await ask({ query: 'what is it', files });
  await ask({ query: 'and its colour', conversation_id: String(begun?.['conversation_id']) });
  const [first, second, third] = models.sent();
  expect(first?.messages.slice(1)).toEqual([{ role: 'user', content: seen }]);
  expect(second?.messages[1]).toEqual({ role: 'user', content: 'what is it\n[image]' });
  expect(third?.messages.slice(1)).toMatchObject([
    { role: 'user', content: seen },
    { role: 'assistant', tool_calls: [{ function: { name: 'current_time' } }] },
    { role: 'tool' },
    { role: 'assistant', content: 'A cat.' },
    { role: 'user', content: 'and its colour' },
  ]);
});
