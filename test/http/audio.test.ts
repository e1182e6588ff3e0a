import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { jsonReply, type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { chat, echo } from './testing/apps.ts';
import { calling, type Served, serve } from './testing/served-apps.ts';

const JSON_UTF8 = 'application/json; charset=utf-8';
const QUESTION = { inputs: {}, query: 'Hello' };

let served: Served;
let models: ScriptedServer;
let key = '';
let silent = '';
let speaking = '';
let refusal: number | undefined;

beforeAll(async () => {
  // https://platform.openai.com/docs/api-reference/audio
  models = await startScriptedServer(({ path }) => {
    if (refusal) return jsonReply({ error: { message: 'not today' } }, refusal);
    return path.endsWith('/audio/speech')
      ? { headers: { 'content-type': 'audio/mpeg' }, pieces: ['ID3', 'sound'] }
      : { pieces: ['{"text": "Hello there."}'] };
  });
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  const features = { text_to_speech: { enabled: true } };
  [key = '', silent = '', speaking = ''] = await Promise.all(
    [chat(), echo(), echo(features)].map(async (document) => (await served.importApp(document)).key),
  );
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

async function hear(type: string, bytes: Uint8Array<ArrayBuffer> | string, token = key) {
  const form = new FormData();
  form.set('user', 'ada');
  form.set('file', new Blob([bytes], { type }), 'voice.mp3');
  const request = new Request('http://x/', { method: 'POST', body: form });
  const headers = { ...Object.fromEntries(request.headers), authorization: `Bearer ${token}` };
  const payload = Buffer.from(await request.arrayBuffer());
  const reply = await served.server.inject({ method: 'POST', url: '/v1/audio-to-text', headers, payload });
  return [reply.statusCode, reply.json().text ?? reply.json().code];
}

test('a recording becomes text', async () => {
  expect(await hear('audio/mp3', 'sound')).toEqual([200, 'Hello there.']);
  expect(await hear('audio/mp3', 'sound', silent)).toEqual([400, 'speech_to_text_disabled']);
  expect(await hear('text/plain', 'words')).toEqual([415, 'unsupported_audio_type']);
  expect(await hear('audio/mp3', new Uint8Array(31 * 1024 * 1024))).toEqual([413, 'audio_too_large']);
  expect((await calling(served.server, key)('POST', '/v1/audio-to-text', {})).json.code).toBe('no_audio_uploaded');
});

test('a text becomes sound', async () => {
  const call = calling(served.server, key);
  const spoken = await call('POST', '/v1/text-to-audio', { text: 'Hello', user: 'ada' });
  expect([spoken.status, spoken.headers['content-type'], spoken.text]).toEqual([200, 'audio/mpeg', 'ID3sound']);
  expect((await call('POST', '/v1/text-to-audio', { user: 'ada' })).json.code).toBe('invalid_param');
  const off = await calling(served.server, silent)('POST', '/v1/text-to-audio', { text: 'Hello', user: 'ada' });
  expect([off.status, off.json.code]).toEqual([400, 'invalid_param']);
});

test('an answer that is not there, or not the own, makes no sound', async () => {
  const call = calling(served.server, key);
  const text = 'Hello';
  for (const id of [crypto.randomUUID(), 'abc']) {
    const spoken = await call('POST', '/v1/text-to-audio', { message_id: id, text, user: 'ada' });
    expect([spoken.status, spoken.headers['content-type'], spoken.text]).toEqual([200, JSON_UTF8, 'null']);
    const off = await calling(served.server, silent)('POST', '/v1/text-to-audio', { message_id: id, user: 'ada' });
    expect(off.text).toBe('null');
  }
  const asked = await calling(served.server, speaking)('POST', '/v1/chat-messages', { ...QUESTION, user: 'ada' });
  const heard = async (user: string) => {
    const body = { message_id: asked.json.message_id, user };
    return (await calling(served.server, speaking)('POST', '/v1/text-to-audio', body)).text;
  };
  expect([await heard('ada'), await heard('eve')]).toEqual(['ID3sound', 'null']);
});

test.each([
  [400, 400, 'completion_request_error'],
  [401, 400, 'completion_request_error'],
  [429, 400, 'completion_request_error'],
  [500, 400, 'completion_request_error'],
])('a provider that answers %i is no fault of ours: %i %s', async (providers, status, code) => {
  refusal = providers;
  onTestFinished(() => {
    refusal = undefined;
  });
  const spoken = await calling(served.server, key)('POST', '/v1/text-to-audio', { text: 'Hello', user: 'ada' });
  expect([spoken.status, spoken.json.code]).toEqual([status, code]);
  expect(await hear('audio/mp3', 'sound')).toEqual([status, code]);
});
