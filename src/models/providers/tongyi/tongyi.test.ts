import { afterEach, expect, test } from 'vitest';
import {
  EVENT_STREAM,
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../test/fakes/scripted-server.ts';
import { askedFor, describeWire, plainQuestion } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { type LanguageRequest, openModelRuntime, type PromptMessage } from '../../index.ts';

const DOCUMENTATION = 'https://help.aliyun.com/en/model-studio/qwen-api-via-dashscope';
const USAGE = { total_tokens: 25, input_tokens: 21, output_tokens: 4 };

/** One event as the service frames it (https://help.aliyun.com/zh/model-studio/stream). */
const event = (data: object, kind = 'result', status = 200) =>
  `id:1\nevent:${kind}\n:HTTP_STATUS/${status}\ndata:${JSON.stringify(data)}\n\n`;
const said = (message: object, finish_reason = 'null') =>
  event({
    output: { choices: [{ message: { role: 'assistant', ...message }, finish_reason }] },
    usage: USAGE,
    request_id: 'r',
  });
const failed = (code: string, message: string, status: number) =>
  event({ code, message, request_id: 'r' }, 'error', status);
const piece = (id: string, wanted: object) => ({ index: 0, id, type: 'function', function: wanted });

const environment = (url: string) => ({
  DASHSCOPE_API_KEY: 'key-of-the-test',
  DASHSCOPE_HTTP_BASE_URL: `${url}/api/v1`,
});

const tools = [
  {
    type: 'function',
    function: {
      name: 'weather',
      description: 'tells the weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];
const parameters = {
  result_format: 'message',
  incremental_output: true,
  temperature: 0.5,
  max_tokens: 99,
  top_p: 0.9,
  stop: ['END'],
  tools,
};

describeWire({
  provider: 'tongyi',
  model: 'qwen-plus',
  documentation: DOCUMENTATION,
  environment,
  headers: EVENT_STREAM,
  reasoning: 'hm, 你好',
  greeting: [
    said({ content: '', reasoning_content: 'hm, ' }),
    said({ content: '', reasoning_content: '你好' }),
    said({ content: 'Grüße, ' }),
    said({ content: '你好 👋', reasoning_content: '' }),
    said({ content: '', tool_calls: [piece('call_1', { name: 'weather', arguments: '{"city":' })] }),
    said({ content: '', tool_calls: [piece('', { arguments: '"Köln"}' })] }),
    said({ content: '', tool_calls: [piece('', {})] }, 'tool_calls'),
  ].join(''),
  brokenStream: said({ content: 'half' }) + failed('InternalError', 'no such luck', 500),
  errorBody: (message) => ({ code: 'InvalidParameter', message, request_id: 'r' }),
  finishReason: 'tool_calls',
  checkRequest(request) {
    // a picture is in it
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/services/aigc/multimodal-generation/generation' });
    expect(request.headers).toMatchObject({ authorization: 'Bearer key-of-the-test', 'x-dashscope-sse': 'enable' });
    expect(request.json()).toEqual({
      model: 'qwen-plus',
      input: {
        messages: [
          { role: 'system', content: [{ text: 'be brief' }] },
          { role: 'user', content: [{ image: 'data:image/png;base64,iVBORw0KGgo=' }, { text: 'what is this' }] },
          {
            role: 'assistant',
            content: [{ text: ' ' }],
            tool_calls: [piece('c1', { name: 'weather', arguments: '{"city":"Bonn"}' })],
          },
          { role: 'tool', content: 'rain', tool_call_id: 'c1', name: 'weather' },
        ],
      },
      parameters,
    });
  },
});

describeWire({
  provider: 'tongyi',
  model: 'qwen3-vl-plus',
  documentation: `${DOCUMENTATION}, multimodal models`,
  environment,
  headers: EVENT_STREAM,
  greeting: [
    said({ content: [{ text: 'Grüße, ' }] }),
    said({ content: [{ text: '你好 ' }, { text: '👋' }] }),
    said({
      content: [],
      tool_calls: [
        { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } },
      ],
    }),
    said({ content: [] }, 'stop'),
  ].join(''),
  errorBody: (message) => ({ code: 'Throttling', message }),
  finishReason: 'stop',
  checkRequest(request) {
    expect(request.path).toBe('/api/v1/services/aigc/multimodal-generation/generation');
    expect(request.json()).toMatchObject({ parameters: { enable_thinking: false, incremental_output: true } });
  },
});

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function runtimeAt(reply: ScriptedReply) {
  server = await startScriptedServer(() => reply);
  return openModelRuntime({ fetch, clock: systemClock, environment: environment(server.url) });
}

const streamOf = (...pieces: readonly string[]): ScriptedReply => ({ headers: EVENT_STREAM, pieces });
const last = said({ content: '' }, 'stop');

async function ask(name: string, request: Partial<LanguageRequest> = {}, reply = streamOf(last)) {
  const model = await (await runtimeAt(reply)).languageModel({ provider: 'qwen', name });
  const chunks = await Array.fromAsync(model.stream({ ...plainQuestion(), ...request }));
  const [received] = server?.requests ?? [];
  const body = received?.json() as { input: { messages: unknown[] }; parameters: Record<string, unknown> };
  return { chunks, body, received };
}

test('a model that does not see is asked at the service for text, in plain words', async () => {
  const messages: PromptMessage[] = [
    ...askedFor.messages.filter(({ role }) => role !== 'user'),
    { role: 'user', content: [{ type: 'text', text: 'and ' }, { type: 'text', text: 'now?' }] }, // biome-ignore format: a line
  ];
  const { received, body } = await ask('qwen-plus', { messages });
  expect(received?.path).toBe('/api/v1/services/aigc/text-generation/generation');
  expect(body.input.messages).toEqual([
    { role: 'system', content: 'be brief' },
    { role: 'assistant', content: ' ', tool_calls: [piece('c1', { name: 'weather', arguments: '{"city":"Bonn"}' })] },
    { role: 'tool', content: 'rain', tool_call_id: 'c1', name: 'weather' },
    { role: 'user', content: 'and now?' },
  ]);
});

test('sounds, films and addresses are parts of a message', async () => {
  const at = (type: 'audio' | 'video', data: Uint8Array | URL) => ({ type, mimeType: `${type}/x`, data });
  const content = [at('audio', new Uint8Array([1, 2, 3])), at('video', new URL('https://example.com/a.mp4'))];
  const { body } = await ask('qwen3-omni-flash-2025-12-01', { messages: [{ role: 'user', content }] });
  expect(body.input.messages).toEqual([
    { role: 'user', content: [{ audio: 'data:audio/x;base64,AQID' }, { video: 'https://example.com/a.mp4' }] },
  ]);
});

test('a document is refused before anything is sent', async () => {
  const content = [{ type: 'document', mimeType: 'application/pdf', data: new Uint8Array(1) }] as const;
  await expect(ask('qwen-long', { messages: [{ role: 'user', content }] })).rejects.toMatchObject({
    errorType: 'InvokeBadRequestError',
  });
  expect(server?.requests).toEqual([]);
});

test.each<[string, string, Partial<LanguageRequest>, object]>([
  [
    'qwen-plus',
    'a schema',
    { responseSchema: { name: 'x', schema: {} } },
    { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
  ],
  [
    'qwen-plus',
    'a schema as text',
    { parameters: { response_format: 'json_schema', json_schema: '{"name":"x","schema":{}}' } },
    { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
  ],
  [
    'qwen-plus',
    'the JSON mode',
    { parameters: { response_format: 'json_object' } },
    { response_format: { type: 'json_object' } },
  ],
  [
    'qwen-plus',
    'thinking',
    { parameters: { enable_thinking: true, thinking_budget: 100 } },
    { enable_thinking: true, thinking_budget: 100 },
  ],
  ['qwen-plus-latest', 'nothing about thinking', {}, { enable_thinking: false }],
  ['glm-4.7', 'thinking', { parameters: { enable_thinking: true } }, { enable_thinking: true }],
  ['qwen3-14b', 'nothing about thinking', {}, {}],
  [
    'qwen3.8-max',
    'nothing about thinking',
    { parameters: { reasoning_effort: 'high' } },
    { enable_thinking: true, preserve_thinking: false, reasoning_effort: 'high' },
  ],
  [
    'qwen3.8-max',
    'no thinking',
    { parameters: { enable_thinking: false, reasoning_effort: 'high' } },
    { enable_thinking: false, preserve_thinking: false },
  ],
  [
    'qwen-max',
    'that a tool must be called',
    { tools: askedFor.tools ?? [], toolChoice: 'required' },
    { tools, tool_choice: { type: 'function', function: { name: 'weather' } } },
  ],
  [
    'qwen-max',
    'that no tool may be called',
    { tools: askedFor.tools ?? [], toolChoice: 'none' },
    { tools, tool_choice: 'none' },
  ],
])('%s is told %s', async (model, _what, request, fields) => {
  const { body } = await ask(model, request);
  expect(body.parameters).toEqual({ result_format: 'message', incremental_output: true, ...fields });
});

test("headers of the service's own come from the parameter, others do not", async () => {
  const headers = { 'X-DashScope-DataInspection': { input: 'cip' }, authorization: 'Bearer stolen' };
  const { received, body } = await ask('qwen-max', { parameters: { extra_headers: JSON.stringify(headers) } });
  expect(received?.headers).toMatchObject({
    'x-dashscope-datainspection': '{"input":"cip"}',
    authorization: 'Bearer key-of-the-test',
  });
  expect(body.parameters).not.toHaveProperty('extra_headers');
  await expect(ask('qwen-max', { parameters: { extra_headers: '{"a"' } })).rejects.toThrow(/extra_headers/);
});

test('several calls that come in turns are told apart by their index', async () => {
  const call = (index: number, id: string, wanted: object) =>
    said({ content: '', tool_calls: [{ index, id, type: 'function', function: wanted }] });
  const { chunks } = await ask(
    'qwen-max',
    {},
    streamOf(
      call(0, 'c0', { name: 'look', arguments: '{"a"' }),
      call(1, 'c1', { name: 'wait', arguments: '' }),
      call(0, '', { arguments: ':1}' }),
      call(1, '', { arguments: '{}' }),
      said({ content: '' }, 'tool_calls'),
    ),
  );
  expect(chunks.flatMap((chunk) => (chunk.type === 'tool-call' ? [chunk.call] : []))).toEqual([
    { id: 'c0', name: 'look', arguments: '{"a":1}' },
    { id: 'c1', name: 'wait', arguments: '{}' },
  ]);
});

test('a translator gets one text and its languages, and its growing answer comes in pieces', async () => {
  const { chunks, body } = await ask(
    'qwen-mt-plus',
    { messages: askedFor.messages, parameters: { source_lang: 'auto', target_lang: 'English', domains: '' } },
    streamOf(said({ content: 'one' }), said({ content: 'one two' }), said({ content: 'one two' }, 'stop')),
  );
  expect(chunks.flatMap((chunk) => (chunk.type === 'text' ? [chunk.text] : []))).toEqual(['one', ' two']);
  expect(body).toEqual({
    model: 'qwen-mt-plus',
    input: { messages: [{ role: 'user', content: 'what is this' }] },
    parameters: { result_format: 'message', translation_options: { source_lang: 'auto', target_lang: 'English' } },
  });
});

test.each([
  [429, 'Throttling.RateQuota', 'InvokeRateLimitError'],
  [401, 'InvalidApiKey', 'InvokeAuthorizationError'],
  [400, 'DataInspectionFailed', 'InvokeBadRequestError'],
  [500, 'InternalError', 'InvokeServerUnavailableError'],
])('an event with status %i after the reply began is an error of its kind', async (status, code, errorType) => {
  const failure = ask(
    'qwen-max',
    {},
    streamOf(said({ content: 'half' }), failed(code, 'the words of the service', status)),
  );
  await expect(failure).rejects.toMatchObject({
    errorType,
    message: expect.stringContaining('the words of the service'),
  });
});

test('a refusal that is framed as an event is read, and keeps the key to itself', async () => {
  const pieces = [failed('InvalidParameter', 'Range of max_tokens: key-of-the-test', 400)];
  await expect(ask('qwen-max', {}, { status: 400, pieces })).rejects.toMatchObject({
    errorType: 'InvokeBadRequestError',
    message: expect.stringMatching(/Bad Request Error, Range of max_tokens: \*\*\*$/),
  });
});

test('a refusal that comes as a result is one all the same', async () => {
  const reply = streamOf(event({ code: 'InvalidParameter', message: 'url error', request_id: 'r' }));
  await expect(ask('qwen-max', {}, reply)).rejects.toThrow('url error');
});

test('a reply that ends too early is an error, not an answer', async () => {
  await expect(ask('qwen-max', {}, streamOf(said({ content: 'half' })))).rejects.toMatchObject({
    errorType: 'InvokeServerUnavailableError',
  });
});

test.each([
  [{}, 'https://dashscope.aliyuncs.com/api/v1'],
  [{ use_international_endpoint: 'true' }, 'https://dashscope-intl.aliyuncs.com/api/v1'],
  [
    { endpoint_url: 'https://me.cn-beijing.maas.aliyuncs.com/compatible-mode/v1' },
    'https://me.cn-beijing.maas.aliyuncs.com/api/v1',
  ],
])('credentials %j lead to %s', async (values, base) => {
  const asked: string[] = [];
  const toNowhere: typeof fetch = async (url) => {
    asked.push(String(url));
    return new Response(last);
  };
  const credentials = {
    find: async () => [{ id: 'c', values: { dashscope_api_key: 'k', ...values } }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  const runtime = openModelRuntime({ fetch: toNowhere, clock: systemClock, credentials });
  const model = await runtime.languageModel({ provider: 'langgenius/tongyi/tongyi', name: 'qwen-max' });
  await Array.fromAsync(model.stream(plainQuestion()));
  expect(asked).toEqual([`${base}/services/aigc/text-generation/generation`]);
});

test.each(['document', 'query'] as const)(
  'a %s is embedded as one (https://help.aliyun.com/en/model-studio/text-embedding-synchronous-api)',
  async (purpose) => {
    const embeddings = [{ text_index: 1, embedding: [0, 2] }, { text_index: 0, embedding: [3, 4] }]; // biome-ignore format: a line
    const runtime = await runtimeAt(jsonReply({ output: { embeddings }, usage: { total_tokens: 2 } }));
    const vectors = await (await runtime.embeddingModel({ provider: 'tongyi', name: 'text-embedding-v4' })).embed(
      ['a', 'b'],
      purpose,
    );
    expect(vectors).toEqual([Float32Array.from([0.6, 0.8]), Float32Array.from([0, 1])]);
    const [request] = server?.requests ?? [];
    expect(request?.path).toBe('/api/v1/services/embeddings/text-embedding/text-embedding');
    expect(request?.json()).toEqual({
      model: 'text-embedding-v4',
      input: { texts: ['a', 'b'] },
      parameters: { text_type: purpose },
    });
  },
);

test('a multimodal model embeds texts one by one (https://help.aliyun.com/en/model-studio/multimodal-embedding-api-reference)', async () => {
  const runtime = await runtimeAt(
    jsonReply({ output: { embeddings: [{ index: 0, embedding: [0, 2], type: 'text' }] } }),
  );
  const model = await runtime.embeddingModel({ provider: 'tongyi', name: 'multimodal-embedding-v1' });
  expect(await model.embed(['a', 'b'], 'document')).toEqual([Float32Array.from([0, 1]), Float32Array.from([0, 1])]);
  expect(server?.requests.map((request) => [request.path, request.json()])).toEqual(
    ['a', 'b'].map((text) => [
      '/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding',
      { model: 'multimodal-embedding-v1', input: { contents: [{ text }] } },
    ]),
  );
});

test('rerank (https://help.aliyun.com/en/model-studio/text-rerank-api)', async () => {
  const results = [{ index: 1, relevance_score: 0.9 }, { index: 0, relevance_score: 0.1 }]; // biome-ignore format: a line
  const runtime = await runtimeAt(jsonReply({ output: { results }, usage: { total_tokens: 2 }, request_id: 'r' }));
  const model = await runtime.rerankModel({ provider: 'tongyi', name: 'gte-rerank-v2' });
  expect(await model.rerank('q', ['a', 'b'], { topN: 1 })).toEqual([{ index: 1, score: 0.9 }]);
  expect(server?.requests[0]).toMatchObject({ path: '/api/v1/services/rerank/text-rerank/text-rerank' });
  expect(server?.requests[0]?.json()).toEqual({
    model: 'gte-rerank-v2',
    input: { query: 'q', documents: ['a', 'b'] },
    parameters: { top_n: 1, return_documents: false },
  });
});

test('speech comes as samples and leaves as a WAV file (https://help.aliyun.com/en/model-studio/qwen-tts-api)', async () => {
  const sound = (data: string, finish_reason = 'null') =>
    event({ output: { finish_reason, audio: { data, url: '' } } });
  const runtime = await runtimeAt(streamOf(sound('AQI='), sound('AwQ='), sound('', 'stop')));
  const model = await runtime.textToSpeechModel({ provider: 'tongyi', name: 'qwen3-tts-flash' });
  const wav = Buffer.concat(await Array.fromAsync(model.speak('hello', { voice: 'Ethan' })));
  expect(wav.subarray(0, 4).toString()).toBe('RIFF');
  expect(wav.readUInt32LE(24)).toBe(24_000);
  expect([...wav.subarray(44)]).toEqual([1, 2, 3, 4]);
  expect(server?.requests[0]?.path).toBe('/api/v1/services/aigc/multimodal-generation/generation');
  expect(server?.requests[0]?.headers).toMatchObject({ 'x-dashscope-sse': 'enable' });
  expect(server?.requests[0]?.json()).toEqual({ model: 'qwen3-tts-flash', input: { text: 'hello', voice: 'Ethan' } });
  expect(model.voices).toContainEqual({ name: 'Cherry', value: 'Cherry' });
});

test.each([
  ['qwen2.5-vl-72b-instruct', 'multimodal-generation'],
  ['qwen3.9-plus', 'multimodal-generation'],
  ['qwen9-max', 'text-generation'],
])('%s, which the catalogue does not know, is asked at %s', async (name, service) => {
  const { received } = await ask(name);
  expect(received?.path).toBe(`/api/v1/services/aigc/${service}/generation`);
});

const audio = { bytes: new Uint8Array([1, 2, 3]), mimeType: 'audio/mpeg', filename: 'a.mp3' };

test('sounds are written down (https://help.aliyun.com/en/model-studio/qwen-asr-api-reference)', async () => {
  const message = { role: 'assistant', content: [{ text: 'Guten Tag' }], annotations: [{ language: 'de' }] };
  const runtime = await runtimeAt(jsonReply({ output: { choices: [{ finish_reason: 'stop', message }] } }));
  const model = await runtime.speechToTextModel({ provider: 'tongyi', name: 'qwen3-asr-flash' });
  expect(await model.transcribe(audio)).toBe('Guten Tag');
  expect(server?.requests[0]?.json()).toEqual({
    model: 'qwen3-asr-flash',
    input: { messages: [{ role: 'user', content: [{ audio: 'data:audio/mpeg;base64,AQID' }] }] },
    parameters: { result_format: 'message' },
  });
});

test.each(['paraformer-realtime-v2', 'qwen3-asr-flash-filetrans', 'cosyvoice-v2'])(
  '%s has no way over HTTP, and the error says so',
  async (name) => {
    const runtime = await runtimeAt(jsonReply({}));
    const spoken = (await runtime.textToSpeechModel({ provider: 'tongyi', name })).speak('x', {});
    const written = (await runtime.speechToTextModel({ provider: 'tongyi', name })).transcribe(audio);
    await expect(Array.fromAsync(spoken)).rejects.toMatchObject({ errorType: 'InvokeBadRequestError' });
    await expect(written).rejects.toThrow(/qwen3-asr-flash/);
    expect(server?.requests).toEqual([]);
  },
);
