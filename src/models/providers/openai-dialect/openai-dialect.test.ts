import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import {
  cutBytes,
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type LanguageChunk, type LanguageRequest, openModelRuntime } from '../../index.ts';

/**
 * The wire: https://platform.openai.com/docs/api-reference/chat (streaming: chunk objects with `delta`, the last one
 * with `usage` when `stream_options.include_usage` is set, then `[DONE]`) and /completions.
 */
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function modelAt(script: (index: number) => ScriptedReply) {
  server = await startScriptedServer((_request, index) => script(index));
  const gateway = { url: `${server.url}/v1`, apiKey: 'key-0123456789' };
  const runtime = openModelRuntime({ fetch, clock: systemClock, gateway });
  return runtime.languageModel({ provider: 'openai', name: 'gpt-4o' });
}

const request = (more: Partial<LanguageRequest> = {}): LanguageRequest => ({
  messages: [{ role: 'user', content: 'hello' }],
  parameters: {},
  signal: new AbortController().signal,
  ...more,
});

async function collect(stream: AsyncIterable<LanguageChunk>): Promise<LanguageChunk[]> {
  const chunks: LanguageChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

const textOf = (chunks: readonly LanguageChunk[], type: 'text' | 'reasoning' = 'text') =>
  chunks.map((chunk) => (chunk.type === type ? chunk.text : '')).join('');

const delta = (fields: object, finish_reason: string | null = null) => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, delta: fields, finish_reason }],
});
const usage = { choices: [], usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 } };

const greeting = events(
  delta({ role: 'assistant', content: '' }),
  delta({ reasoning_content: 'thinking 🤔' }),
  delta({ content: 'Grüße ' }),
  delta({ content: '你好 👋' }),
  delta({}, 'stop'),
  usage,
  '[DONE]',
);

test.each([1, 2, 3, 7, 64, 100_000])('a stream cut into pieces of %i bytes gives the same text', async (size) => {
  const withPings = greeting.replaceAll('\n\n', '\n\n: keep-alive\n\n');
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: cutBytes(withPings, size) }));
  const chunks = await collect(model.stream(request()));
  expect(textOf(chunks)).toBe('Grüße 你好 👋');
  expect(textOf(chunks, 'reasoning')).toBe('thinking 🤔');
  expect(chunks.at(-1)).toMatchObject({
    type: 'finish',
    reason: 'stop',
    usage: { promptTokens: 21, completionTokens: 4, totalTokens: 25, totalPrice: '0', currency: 'USD' },
  });
});

test("a request carries Dify's parameters, messages, tools and images as OpenAI documents them", async () => {
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [greeting] }));
  const png = new Uint8Array([1, 2, 3]);
  await collect(
    model.stream(
      request({
        messages: [
          { role: 'system', content: 'be brief' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'what is this' },
              { type: 'image', mimeType: 'image/png', data: png, detail: 'low' },
              { type: 'image', mimeType: 'image/jpeg', data: new URL('https://example.com/a.jpg') },
            ],
          },
          { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'look', arguments: '{"a":1.0}' }] },
          { role: 'tool', toolCallId: 'c1', toolName: 'look', content: 'a cat' },
        ],
        parameters: { temperature: 0.25, max_tokens: 100, top_k: 3, response_format: 'json_object', seed: 7 },
        stop: ['END'],
        tools: [{ name: 'look', description: 'looks', parameters: { type: 'object', properties: {} } }],
        toolChoice: 'auto',
        user: 'u-1',
      }),
    ),
  );
  expect(server?.requests[0]).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
  expect(server?.requests[0]?.headers['authorization']).toBe('Bearer key-0123456789');
  expect(server?.requests[0]?.json()).toEqual({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'what is this' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'https://example.com/a.jpg' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"a":1.0}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'a cat' },
    ],
    temperature: 0.25,
    max_tokens: 100,
    top_k: 3,
    seed: 7,
    response_format: { type: 'json_object' },
    stop: ['END'],
    tools: [
      {
        type: 'function',
        function: { name: 'look', description: 'looks', parameters: { type: 'object', properties: {} } },
      },
    ],
    tool_choice: 'auto',
    user: 'u-1',
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('a schema for the answer is sent as json_schema', async () => {
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [greeting] }));
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  await collect(model.stream(request({ responseSchema: { name: 'llm_response', schema } })));
  expect(server?.requests[0]?.json()).toMatchObject({
    response_format: { type: 'json_schema', json_schema: { name: 'llm_response', schema, strict: false } },
  });
});

test('tool calls are put together from their pieces', async () => {
  const call = (index: number, fields: object) => delta({ tool_calls: [{ index, ...fields }] });
  const pieces = events(
    call(0, { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } }),
    call(0, { function: { arguments: '{"city":' } }),
    call(0, { function: { arguments: '"Köln"}' } }),
    call(1, { id: 'call_2', type: 'function', function: { name: 'time', arguments: '{}' } }),
    delta({}, 'tool_calls'),
    '[DONE]',
  );
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: cutBytes(pieces, 5) }));
  const chunks = await collect(model.stream(request()));
  expect(chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call] : []))).toEqual([
    { id: 'call_1', name: 'weather', arguments: '{"city":"Köln"}' },
    { id: 'call_2', name: 'time', arguments: '{}' },
  ]);
  expect(chunks.at(-1)).toMatchObject({ reason: 'tool_calls' });
});

test('calls without places, ids or an end of their names are told apart', async () => {
  const call = (...calls: readonly object[]) => delta({ tool_calls: calls });
  const pieces = events(
    call({ function: { name: 'weather', arguments: '{"city":' } }),
    call({ function: { arguments: '"Bonn"}' } }, { id: 'b', function: { name: 'time', arguments: '{' } }),
    call({ function: { arguments: '}' } }),
    delta({}, 'tool_calls'),
  );
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  const chunks = await collect(model.stream(request()));
  expect(chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call] : []))).toEqual([
    { id: 'c', name: 'weather', arguments: '{"city":"Bonn"}' },
    { id: 'b', name: 'time', arguments: '{}' },
  ]);
});

test('arguments that are no text are heard', async () => {
  const call = { index: 0, id: 'a', function: { name: 'weather', arguments: { city: 'Köln' } } };
  const pieces = events(delta({ tool_calls: [call] }, 'tool_calls'), '[DONE]');
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  const [chunk] = await collect(model.stream(request()));
  expect(chunk).toEqual({ type: 'tool-call', call: { id: 'a', name: 'weather', arguments: '{"city":"Köln"}' } });
});

test('what Gemini seals a call with is shown to it again', async () => {
  const extra_content = { google: { thought_signature: 'c2lnbmVk' } };
  const call = { id: 'a', type: 'function', function: { name: 'time', arguments: '{}' }, extra_content };
  const pieces = events(
    delta({ content: 'Let me see.' }),
    delta({ tool_calls: [{ index: 0, ...call }] }),
    delta({}, 'x'),
  );
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  const finish = (await collect(model.stream(request()))).at(-1);
  const turn = finish?.type === 'finish' ? finish.turn : undefined;
  if (!turn) throw new Error('the turn was not kept');
  const asked = request({
    messages: [
      { role: 'user', content: 'x' },
      { role: 'assistant', content: '', turn },
    ],
  });
  await collect(model.stream(asked));
  const sent = server?.requests[1]?.json();
  expect(sent).toMatchObject({ messages: [{}, { role: 'assistant', content: 'Let me see.', tool_calls: [call] }] });
});

test('thinking and text in parts, and a refusal, are told as what they are', async () => {
  const content = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
    { type: 'text', text: 'no' },
  ];
  const pieces = events(
    delta({ content }),
    delta({ refusal: ', thanks' }),
    delta({ reasoning: '?' }),
    delta({}, 'stop'),
  );
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  const chunks = await collect(model.stream(request()));
  expect([textOf(chunks, 'reasoning'), textOf(chunks)]).toEqual(['hm?', 'no, thanks']);
});

test('a server that does not stream is heard too', async () => {
  const message = { role: 'assistant', content: 'all at once' };
  const reply = { choices: [{ index: 0, message, finish_reason: 'stop' }], usage: usage.usage };
  const model = await modelAt(() => jsonReply(reply));
  const chunks = await collect(model.stream(request()));
  expect(textOf(chunks)).toBe('all at once');
  expect(chunks.at(-1)).toMatchObject({ reason: 'stop', usage: { totalTokens: 25 } });
});

test.each([
  ['with the end mark', EVENT_STREAM, events(delta({ content: 'all' }), '[DONE]')],
  ['as a whole', {}, JSON.stringify({ choices: [{ message: { content: 'all' }, finish_reason: null }] })],
])('an answer %s is complete, also without a reason', async (_, headers, body) => {
  const model = await modelAt(() => ({ headers, pieces: [body] }));
  const chunks = await collect(model.stream(request()));
  expect(chunks).toMatchObject([{ text: 'all' }, { type: 'finish', reason: 'stop' }]);
});

test('an answer is over with the end mark, also where the connection stays open', async () => {
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [greeting], ending: 'hang' }));
  const chunks = await collect(model.stream(request()));
  expect(chunks.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', usage: { totalTokens: 25 } });
});

test.each([
  ['without a reason', events(delta({ content: 'half' })), 'without a finish reason'],
  ['with something else', events({ status: 'busy' }), 'unexpected shape: {"status":"busy"}'],
  ['with no JSON', 'data: oops\n\n', 'not JSON: oops'],
  ['before it began', '', 'no events'],
])('a stream that ends %s is an error', async (_, pieces, words) => {
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  await expect(collect(model.stream(request()))).rejects.toMatchObject({
    errorType: 'InvokeServerUnavailableError',
    message: expect.stringContaining(words),
  });
});

test.each([
  [
    { type: 'audio', mimeType: 'audio/mpeg', data: new Uint8Array([1]) },
    { input_audio: { data: 'AQ==', format: 'mp3' } },
  ],
  [
    { type: 'audio', mimeType: 'audio/x-wav', data: new Uint8Array([1]) },
    { input_audio: { data: 'AQ==', format: 'wav' } },
  ],
  [
    { type: 'document', mimeType: 'application/pdf', data: new Uint8Array([1]), filename: 'a.pdf' },
    { file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQ==' } },
  ],
  [
    { type: 'document', mimeType: 'text/csv', data: Buffer.from('a,ü') },
    { type: 'text', text: 'a,ü' },
  ],
  [
    { type: 'video', mimeType: 'video/mp4', data: new URL('https://example.com/a.mp4') },
    { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } },
  ],
] as const)('%j is sent as %j', async (part, sent) => {
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [greeting] }));
  await collect(model.stream(request({ messages: [{ role: 'user', content: [part] }] })));
  expect(server?.requests[0]?.json()).toMatchObject({ messages: [{ role: 'user', content: [sent] }] });
});

test.each([
  [{ type: 'audio', mimeType: 'audio/ogg', data: new Uint8Array([1]) }, 'takes no audio (audio/ogg)'],
  [{ type: 'document', mimeType: 'application/zip', data: new Uint8Array([1]) }, 'takes no document (application/zip)'],
  [{ type: 'audio', mimeType: 'audio/wav', data: new URL('https://example.com/a') }, 'must be sent the bytes'],
] as const)('%j is refused before anything is sent', async (part, words) => {
  const model = await modelAt(() => ({}));
  const asked = request({ messages: [{ role: 'user', content: [part] }] });
  await expect(collect(model.stream(asked))).rejects.toThrow(words);
  expect(server?.requests).toEqual([]);
});

test.each([
  [400, 'InvokeBadRequestError', '[openai] Bad Request Error, no such thing'],
  [401, 'InvokeAuthorizationError', /Incorrect model credentials/],
  [403, 'InvokeAuthorizationError', /no such thing/],
  [404, 'InvokeBadRequestError', /no such thing/],
  [429, 'InvokeRateLimitError', /Rate Limit Error, no such thing/],
  [500, 'InvokeServerUnavailableError', '[openai] Server Unavailable Error, no such thing'],
])('status %i is an %s with the words of the provider', async (status, errorType, message) => {
  const model = await modelAt(() => jsonReply({ error: { message: 'no such thing', type: 'x' } }, status));
  await expect(collect(model.stream(request()))).rejects.toMatchObject({
    errorType,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(server?.requests).toHaveLength(1);
});

test('a key that the provider repeats in its error is hidden, also from the log', async () => {
  const model = await modelAt(() => jsonReply({ error: { message: 'bad key key-0123456789' } }, 401));
  const failure: unknown = await collect(model.stream(request())).catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: expect.stringContaining('bad key ***') });
  const shown = inspect(failure, { depth: 10, showHidden: true });
  expect(shown).toContain('HttpFailure');
  expect(shown).not.toContain('key-0123456789');
});

test.each([
  ['an error', jsonReply({ error: { message: `${'x'.repeat(990)}key-0123456789` } }, 401)],
  ['a page', { pieces: [`<p>${'x'.repeat(187)}key-0123456789</p>`] }],
  ['an event', { headers: EVENT_STREAM, pieces: [`data: ${'x'.repeat(190)}key-0123456789\n\n`] }],
])('a key in the middle of which %s is cut for its length is hidden, too', async (_, reply) => {
  const model = await modelAt(() => reply);
  const failure: unknown = await collect(model.stream(request())).catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: expect.stringMatching(/x\*\*\*$/) });
  expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('key-0123');
});

test('an error inside the stream ends it with what had come before', async () => {
  const pieces = events(delta({ content: 'half' }), { error: { message: 'overloaded', type: 'server_error' } });
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: [pieces] }));
  const seen: string[] = [];
  const read = async () => {
    for await (const chunk of model.stream(request())) if (chunk.type === 'text') seen.push(chunk.text);
  };
  await expect(read()).rejects.toMatchObject({
    errorType: 'InvokeServerUnavailableError',
    message: expect.stringContaining('overloaded'),
  });
  expect(seen).toEqual(['half']);
});

test('a dropped connection is a connection error', async () => {
  const model = await modelAt(() => ({
    headers: EVENT_STREAM,
    pieces: [events(delta({ content: 'half' }))],
    ending: 'drop',
  }));
  await expect(collect(model.stream(request()))).rejects.toMatchObject({ errorType: 'InvokeConnectionError' });
});

test('an address where nobody listens is a connection error that names the reason', async () => {
  const model = await modelAt(() => ({}));
  await server?.close();
  await expect(collect(model.stream(request()))).rejects.toMatchObject({
    errorType: 'InvokeConnectionError',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('an abort reaches a server that hangs', async () => {
  const abort = new AbortController();
  const model = await modelAt(() => ({
    headers: EVENT_STREAM,
    pieces: [events(delta({ content: 'a' }))],
    ending: 'hang',
  }));
  const read = async () => {
    for await (const _ of model.stream(request({ signal: abort.signal }))) abort.abort(new Error('stopped'));
  };
  await expect(read()).rejects.toThrow('stopped');
  await server?.clientLeft;
});

test('leaving the loop early closes the connection', async () => {
  const model = await modelAt(() => ({
    headers: EVENT_STREAM,
    pieces: [events(delta({ content: 'a' }))],
    ending: 'hang',
  }));
  for await (const _ of model.stream(request())) break;
  await server?.clientLeft;
});

test('a completion model gets one text and streams its answer', async () => {
  const piece = (text: string, finish_reason: string | null = null) => ({ choices: [{ text, finish_reason }] });
  const pieces = events(piece('one '), piece('two'), piece('', 'length'), usage, '[DONE]');
  const model = await modelAt(() => ({ headers: EVENT_STREAM, pieces: cutBytes(pieces, 3) }));
  const chunks = await collect(
    model.stream(request({ mode: 'completion', parameters: { max_tokens: 5 }, stop: ['###'] })),
  );
  expect(textOf(chunks)).toBe('one two');
  expect(chunks.at(-1)).toMatchObject({ reason: 'length', usage: { totalTokens: 25 } });
  expect(server?.requests[0]?.path).toBe('/v1/completions');
  expect(server?.requests[0]?.json()).toEqual({
    model: 'gpt-4o',
    prompt: 'hello',
    max_tokens: 5,
    stop: ['###'],
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('a completion that is not streamed is heard, and a page that is none is an error', async () => {
  const whole = { ...usage, choices: [{ text: 'one two', finish_reason: 'length' }] };
  const model = await modelAt((index) => (index === 0 ? jsonReply(whole) : { pieces: ['<p>Sign in</p>'] }));
  const asked = request({ mode: 'completion' });
  const chunks = await collect(model.stream(asked));
  expect([textOf(chunks), chunks.at(-1)]).toMatchObject(['one two', { reason: 'length', usage: { totalTokens: 25 } }]);
  await expect(collect(model.stream(asked))).rejects.toThrow('no events: <p>Sign in</p>');
});

test('an answer without any text has no time to its first token', async () => {
  const model = await modelAt(() => ({
    headers: EVENT_STREAM,
    pieces: [events(delta({}, 'stop'), usage, '[DONE]')],
  }));
  const [finish, ...others] = await collect(model.stream(request()));
  expect(others).toEqual([]);
  expect(finish).toMatchObject({ usage: { latency: expect.any(Number) } });
  expect(finish).not.toHaveProperty('usage.timeToFirstToken');
});

test('a server that does not count is counted for', async () => {
  const model = await modelAt(() => ({
    headers: EVENT_STREAM,
    pieces: [events(delta({ content: 'four letter words' }), delta({}, 'stop'))],
  }));
  const finish = (await collect(model.stream(request()))).at(-1);
  expect(finish).toMatchObject({ type: 'finish', usage: { completionTokens: 5 } });
});
