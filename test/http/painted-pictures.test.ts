import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_STREAM, type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { chat, chatModel, model as usualModel } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

/** A model that paints, on Gemini's wire (https://ai.google.dev/gemini-api/docs/image-generation): pictures come as parts. */
const PNG = 'iVBORw0KGgo=';
const parts = [{ text: 'Here: ' }, { inlineData: { mimeType: 'image/png', data: PNG } }];
const content = { role: 'model', parts };
const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 4, totalTokenCount: 7 };
const painted = `data: ${JSON.stringify({ candidates: [{ content, index: 0, finishReason: 'STOP' }], usageMetadata })}\r\n\r\n`;
const model = { provider: 'google', name: 'gemini-2.5-flash-image', mode: 'chat', completion_params: {} };

let painter: ScriptedServer;
let served: Served;

beforeAll(async () => {
  painter = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces: [painted] }));
  served = await serve({ GEMINI_API_KEY: 'key-of-the-test', GOOGLE_GEMINI_BASE_URL: painter.url });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await painter.close();
});

test('a picture that a model of a chatflow painted is part of its message, once', async () => {
  const document = JSON.parse(
    JSON.stringify(chatModel()).replaceAll(JSON.stringify(usualModel), JSON.stringify(model)),
  );
  const call = calling(served.server, (await served.importApp(document)).key);
  const body = { inputs: {}, query: 'Paint!', user: 'ada', response_mode: 'streaming' };
  const events = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
  const said = events.filter(({ event }) => event === 'message').map(({ answer }) => answer);
  expect(said.join('')).toMatch(/^Here: !\[\]\(.+\/files\/.+sign=.+\)$/);
  const end = events.at(-1);
  expect(end).toMatchObject({ event: 'message_end', files: [{ type: 'image', mime_type: 'image/png' }] });
  const kept = await call('GET', `/v1/messages/${String(end?.['message_id'])}?user=ada`);
  expect(kept.json).toMatchObject({ answer: 'Here:', message_files: [{ type: 'image', belongs_to: 'assistant' }] });
});

test('a picture that a model painted is told as it comes, at the end, and in the history', async () => {
  const call = calling(served.server, (await served.importApp(chat({ model }))).key);
  const body = { inputs: {}, query: 'Paint!', user: 'ada', response_mode: 'streaming' };
  const events = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
  expect(events.filter(({ event }) => event === 'message').map(({ answer }) => answer)).toEqual(['Here: ']);
  const shown = events.find(({ event }) => event === 'message_file');
  expect(shown).toMatchObject({
    ...{ id: expect.any(String), type: 'image', belongs_to: 'assistant' },
    ...{ url: expect.stringMatching(/\/files\/.+sign=/), message_id: expect.any(String) },
  });
  const end = events.at(-1);
  expect(end).toMatchObject({ event: 'message_end', files: [{ type: 'image', related_id: shown?.['id'] }] });

  const page = await call('GET', `/v1/messages?conversation_id=${String(end?.['conversation_id'])}&user=ada`);
  const [{ message_files: files }] = page.json.data;
  expect(files).toMatchObject([{ id: shown?.['id'], type: 'image', belongs_to: 'assistant', mime_type: 'image/png' }]);
  const { pathname, search } = new URL(files[0].url);
  const picture = await served.server.inject({ url: pathname + search });
  expect(picture.rawPayload).toEqual(Buffer.from(PNG, 'base64'));
});
