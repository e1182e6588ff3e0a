import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { startObligingModel } from '../fakes/obliging-model.ts';
import type { ScriptedServer } from '../fakes/scripted-server.ts';
import { chat, completion, echo, greeting } from './testing/apps.ts';
import { calling, eventsIn, type Served, serve } from './testing/served-apps.ts';

let served: Served;
let models: ScriptedServer;

beforeAll(async () => {
  models = await startObligingModel();
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

const spoken = (autoPlay = 'enabled'): JsonObject => ({
  text_to_speech: { enabled: true, voice: 'onyx', language: 'en-US', autoPlay },
});
const withFeatures = (document: JsonObject, features: JsonObject): JsonObject => ({
  ...document,
  workflow: { ...(document['workflow'] as JsonObject), features },
});
const speech = () => models.requests.filter(({ path }) => path.endsWith('/audio/speech'));

async function ask(document: JsonObject, url: string, body: JsonObject, mode = 'streaming') {
  const call = calling(served.server, (await served.importApp(document)).key);
  const asked = { inputs: {}, user: 'ada', response_mode: mode, ...body };
  const { text, json } = await call('POST', url, asked);
  return { events: eventsIn(text), json };
}

describe('an answer that is played by itself', () => {
  test.each<[what: string, document: JsonObject, url: string, body: JsonObject, last: string]>([
    ['of a chat', chat(spoken()), '/v1/chat-messages', { query: 'Hi' }, 'message_end'],
    ['of a completion', completion(spoken()), '/v1/completion-messages', { inputs: { topic: 'x' } }, 'message_end'],
    ['of a chatflow', echo(spoken()), '/v1/chat-messages', { query: 'A word.' }, 'message_end'],
    [
      ...(['of a workflow', withFeatures(greeting, spoken()), '/v1/workflows/run'] as const),
      ...([{ inputs: { name: 'Ada' } }, 'workflow_finished'] as const),
    ],
  ])('%s comes with its sound, which ends after it', async (_, document, url, body, last) => {
    const before = speech().length;
    const { events } = await ask(document, url, body);
    const names = events.map(({ event }) => event);
    expect(names.at(-1)).toBe('tts_message_end');
    expect(names).toContain('tts_message');
    expect(names.lastIndexOf(last)).toBeLessThan(names.length - 1);
    const [sound] = events.filter(({ event }) => event === 'tts_message');
    expect(Buffer.from(String(sound?.['audio']), 'base64')).toHaveLength(64);
    expect(events.at(-1)).toMatchObject({ audio: '', task_id: sound?.['task_id'] });
    expect(speech().length).toBeGreaterThan(before);
    expect(speech().at(-1)?.json()).toMatchObject({ voice: 'onyx' });
  });

  test('is silent where its app or its caller does not want to hear it', async () => {
    const before = speech().length;
    const { events } = await ask(chat(spoken('disabled')), '/v1/chat-messages', { query: 'Hi' });
    expect(events.map(({ event }) => event)).not.toContain('tts_message_end');
    const { json } = await ask(chat(spoken()), '/v1/chat-messages', { query: 'Hi' }, 'blocking');
    expect(json).toMatchObject({ event: 'message' });
    expect(speech().length).toBe(before);
  });
});

test('a workspace that cannot speak still answers', async () => {
  const mute = await serve();
  const call = calling(mute.server, (await mute.importApp(echo(spoken()))).key);
  const body = { inputs: {}, user: 'ada', response_mode: 'streaming', query: 'A word.' };
  const names = eventsIn((await call('POST', '/v1/chat-messages', body)).text).map(({ event }) => event);
  expect(names).toContain('message');
  expect(names.slice(-2)).toEqual(['message_end', 'tts_message_end']);
  expect(mute.errors).toEqual([]);
  await mute.close();
});
