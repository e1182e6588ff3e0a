import { afterEach, expect, test } from 'vitest';
import { type ChatServer, type SentRequest, startChatServer } from '../../../../test/fakes/chat-server.ts';
import type { JsonObject } from '../../../kernel/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime, type PromptMessage } from '../../index.ts';
import { dialectRows } from './rows.ts';

let server: ChatServer | undefined;
afterEach(() => server?.close());

/** Where each provider answers when only its key is given, or the usual address of a server of one's own. */
const addresses: Readonly<Record<string, string>> = {
  openai: 'https://api.openai.com/v1',
  openai_api_compatible: 'http://my.server:9/v1',
  deepseek: 'https://api.deepseek.com/v1',
  zhipuai: 'https://open.bigmodel.cn/api/paas/v4',
  moonshot: 'https://api.moonshot.cn/v1',
  siliconflow: 'https://api.siliconflow.cn/v1',
  openrouter: 'https://openrouter.ai/api/v1',
  groq: 'https://api.groq.com/openai/v1',
  mistralai: 'https://api.mistral.ai/v1',
  x: 'https://api.x.ai/v1',
  volcengine_maas: 'https://ark.cn-beijing.volces.com/api/v3',
  stepfun: 'https://api.stepfun.com/v1',
  perplexity: 'https://api.perplexity.ai',
  togetherai: 'https://api.together.xyz/v1',
  fireworks: 'https://api.fireworks.ai/inference/v1',
  nvidia: 'https://integrate.api.nvidia.com/v1',
  yi: 'https://api.lingyiwanwu.com/v1',
  baichuan: 'https://api.baichuan-ai.com/v1',
  novita: 'https://api.novita.ai/openai/v1',
  upstage: 'https://api.upstage.ai/v1/solar',
  sambanova: 'https://api.sambanova.ai/v1',
  gitee_ai: 'https://ai.gitee.com/v1',
  modelscope: 'https://api-inference.modelscope.cn/v1',
  longcat: 'https://api.longcat.chat/openai/v1',
  mimo: 'https://api.xiaomimimo.com/v1',
  'llama-api': 'https://api.llama.com/compat/v1',
  xinference: 'http://my.server:9/v1',
  localai: 'http://my.server:9/v1',
  vllm: 'http://localhost:8000/v1',
  'lm-studio': 'http://localhost:1234/v1',
  gpustack: 'http://my.server:9/v1',
  openllm: 'http://my.server:9/v1',
  nvidia_nim: 'http://my.server:9/v1',
};

/** The first variable of every required field: a key, or the address of one's own server. */
function environmentOf(id: string): Record<string, string> {
  const required =
    dialectRows[id]?.credentials.filter((field) => field.isRequired && field.default === undefined) ?? [];
  const value = (isSecret: boolean) =>
    isSecret ? 'key-of-the-test' : addresses[id]?.replace('/v1', id === 'openai_api_compatible' ? '/v1' : '');
  return Object.fromEntries(required.map((field) => [field.environment[0] ?? '', value(field.isSecret) ?? '']));
}

test.each(Object.keys(dialectRows))(
  '%s is called at its address with its key, and its answer comes back',
  async (id) => {
    server = await startChatServer([{ chunks: ['gu', 'ten Tag'] }]);
    const asked: string[] = [];
    const toServer: typeof fetch = (url, init) => {
      asked.push(String(url));
      return fetch(`${server?.url}/v1/chat/completions`, init);
    };
    const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment: environmentOf(id) });
    const model = await runtime.languageModel({ provider: `langgenius/${id}/${id}`, name: 'a-model' });
    let text = '';
    const signal = new AbortController().signal;
    const parameters = { temperature: 0.5, max_tokens: 9 };
    for await (const chunk of model.stream({ messages: [{ role: 'user', content: 'x' }], parameters, signal })) {
      if (chunk.type === 'text') text += chunk.text;
      if (chunk.type === 'finish') expect(chunk.usage.totalTokens).toBe(15);
    }
    expect(text).toBe('guten Tag');
    expect(asked).toEqual([`${addresses[id]}/chat/completions`]);
    const needsKey = dialectRows[id]?.credentials.some((field) => field.isSecret && field.isRequired);
    expect(server.requests[0]?.headers['authorization']).toBe(needsKey ? 'Bearer key-of-the-test' : undefined);
    expect(server.sent()[0]).toMatchObject({ model: 'a-model', temperature: 0.5, max_tokens: 9, stream: true });
  },
);

async function bodyFor(
  provider: string,
  name: string,
  parameters: JsonObject,
  more: readonly PromptMessage[] = [],
): Promise<SentRequest | undefined> {
  server = await startChatServer(['x']);
  const toServer: typeof fetch = (_url, init) => fetch(`${server?.url}/v1/chat/completions`, init);
  const environment = environmentOf(provider);
  const model = await openModelRuntime({ fetch: toServer, clock: systemClock, environment }).languageModel({
    provider,
    name,
  });
  const signal = new AbortController().signal;
  const messages: PromptMessage[] = [{ role: 'user', content: 'x' }, ...more];
  for await (const _ of model.stream({ messages, parameters, stop: ['END'], signal, user: 'u' }));
  return server.sent()[0];
}

test("OpenAI's reasoning models get max_completion_tokens and no sampling", async () => {
  const body = await bodyFor('openai', 'o3-mini', { max_tokens: 9, temperature: 0.5, top_p: 1 });
  expect(body).toMatchObject({ max_completion_tokens: 9 });
  expect(Object.keys(body ?? {})).not.toEqual(expect.arrayContaining(['max_tokens']));
  expect(Object.keys(body ?? {})).not.toEqual(expect.arrayContaining(['temperature']));
});

test("Mistral gets its own name for the seed and none of OpenAI's extras", async () => {
  const body = await bodyFor('mistralai', 'mistral-small-latest', { seed: 7 });
  expect(body).toMatchObject({ random_seed: 7 });
  for (const field of ['seed', 'user', 'stream_options']) expect(body).not.toHaveProperty(field);
});

const thinking = (type: string) => ({ thinking: { type } });

test.each([
  ['deepseek', 'deepseek-chat', { thinking: true }, thinking('enabled')],
  ['deepseek', 'deepseek-v4-pro', { thinking: false, reasoning_effort: 'high' }, thinking('disabled')],
  ['moonshot', 'kimi-k2.6', { thinking: false }, thinking('disabled')],
  ['zhipuai', 'glm-4.6', { thinking: true }, thinking('enabled')],
  ['zhipuai', 'glm-5.3', {}, thinking('enabled')],
  ['zhipuai', 'glm-4.6', { web_search: true }, { tools: [expect.objectContaining({ type: 'web_search' })] }],
  ['mimo', 'mimo-v2.5', {}, thinking('disabled')],
  ['mimo', 'mimo-v2.5', { thinking: 'enabled' }, thinking('enabled')],
  ['longcat', 'LongCat-2.0', { enable_thinking: true }, thinking('enabled')],
  ['volcengine_maas', 'ep-1', { thinking: 'auto' }, thinking('auto')],
  ['stepfun', 'step-3.7-flash', {}, { reasoning_format: 'deepseek-style' }],
  ['mistralai', 'magistral-medium-latest', { reasoning_mode: true }, { prompt_mode: 'reasoning' }],
  ['x', 'grok-3', { search_parameters: '{"mode": "on"}' }, { search_parameters: { mode: 'on' } }],
  [
    'openrouter',
    'a/b',
    { enable_thinking: true, reasoning_budget: 2000, reasoning_effort: 'low', exclude_reasoning_tokens: false },
    { reasoning: { enabled: true, max_tokens: 2000, effort: 'low', exclude: false } },
  ],
] as const)("%s %s: Dify's %j is sent as the provider has it", async (provider, model, parameters, fields) => {
  const body = await bodyFor(provider, model, parameters);
  expect(body).toMatchObject(fields);
  const left = Object.keys(parameters).filter((name) => !(name in fields));
  for (const name of left) expect(body).not.toHaveProperty(name);
});

test.each([
  ['x', 'grok-4.3', ['stop', 'presence_penalty', 'frequency_penalty']],
  ['zhipuai', 'glm-4.6', ['stream_options']],
])('%s %s is not sent what it refuses', async (provider, model, refused) => {
  const body = await bodyFor(provider, model, { presence_penalty: 1, frequency_penalty: 1 });
  expect(body).toHaveProperty('messages');
  for (const field of refused) expect(body).not.toHaveProperty(field);
});

test.each([
  ['deepseek', 'deepseek-v4-flash', ''],
  ['moonshot', 'kimi-k2-thinking', ''],
  ['moonshot', 'moonshot-v1-8k', undefined],
])('%s %s is told that a turn of somebody else had no thoughts: %j', async (provider, model, reasoning) => {
  const toolCalls = [{ id: 'c', name: 'f', arguments: '{}' }];
  const body = await bodyFor(provider, model, {}, [
    { role: 'assistant', content: '', toolCalls },
    { role: 'tool', toolCallId: 'c', toolName: 'f', content: 'done' },
  ]);
  expect(body?.messages[1]).toMatchObject({ role: 'assistant', tool_calls: expect.any(Array) });
  expect(body?.messages[1]?.['reasoning_content']).toBe(reasoning);
});

test('a server that wants turns to alternate gets what was said in pieces as one message', async () => {
  const image = { type: 'image', mimeType: 'image/png', data: new URL('https://example.com/a.png') } as const;
  const toolCalls = [{ id: 'c', name: 'f', arguments: '{}' }];
  const body = await bodyFor('siliconflow', 'some/model', {}, [
    { role: 'user', content: 'y' },
    { role: 'assistant', content: 'a' },
    { role: 'assistant', content: 'b' },
    { role: 'user', content: 'z' },
    { role: 'user', content: [image, { type: 'text', text: 'look' }] },
    { role: 'assistant', content: 'c' },
    { role: 'assistant', content: '', toolCalls },
    { role: 'tool', toolCallId: 'c', toolName: 'f', content: 'done' },
  ]);
  expect(body?.messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'user',
    'assistant',
    'assistant',
    'tool',
  ]);
  expect(body?.messages.slice(0, 3)).toEqual([
    { role: 'user', content: 'x\n\ny' },
    { role: 'assistant', content: 'a\n\nb' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'z' },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'text', text: 'look' },
      ],
    },
  ]);
});
