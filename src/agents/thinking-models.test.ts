import { afterEach, describe, expect, test } from 'vitest';
import { awsEvent } from '../../test/fakes/aws-event-stream.ts';
import {
  EVENT_STREAM,
  events,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/fakes/scripted-server.ts';
import { openModelRuntime } from '../models/index.ts';
import { systemClock } from '../platform/clock/index.ts';
import { type AgentTask, type AgentTool, runAgent } from './index.ts';

/**
 * Models that think before they call tools want to be shown their thinking again, unchanged, together with what the tools
 * answered: a provider refuses the request otherwise.
 */
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

interface ThinkingProvider {
  readonly provider: string;
  readonly model: string;
  readonly documentation: string;
  readonly environment: (url: string) => Record<string, string>;
  readonly parameters?: AgentTask<never>['parameters'];
  /** Thinks, and calls the tool `weather` twice. */
  readonly calling: ScriptedReply;
  readonly answering: ScriptedReply;
  /** What of the first turn stands in the second request. */
  readonly turnIn: (body: Body) => unknown;
  readonly turn: unknown;
}

interface Body {
  readonly messages: readonly { readonly content: unknown; readonly [field: string]: unknown }[];
  readonly contents: readonly { readonly parts: unknown }[];
  readonly [field: string]: unknown;
}

const weather: AgentTool<never> = {
  name: 'weather',
  description: 'tells the weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  invoke: async (input) => ({ text: `rain in ${String(input['city'])}` }),
};

/** Claude's events (https://docs.anthropic.com/en/docs/build-with-claude/streaming). */
const claude = (...data: readonly { readonly type: string; readonly [field: string]: unknown }[]): ScriptedReply => ({
  headers: EVENT_STREAM,
  pieces: data.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
});
const usage = { input_tokens: 21, output_tokens: 1 };
const start = { type: 'message_start', message: { id: 'm', role: 'assistant', model: 'c', content: [], usage } };
const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const piece = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const end = (stop_reason: string) => ({ type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 4 } });

const gemini = (...parts: readonly object[]): ScriptedReply => ({
  headers: EVENT_STREAM,
  pieces: parts.map((part, index) => {
    const finishReason = index === parts.length - 1 ? { finishReason: 'STOP' } : {};
    return events({ candidates: [{ content: { role: 'model', parts: [part] }, ...finishReason }] });
  }),
});

const openAi = (...deltas: readonly object[]): ScriptedReply => ({
  headers: EVENT_STREAM,
  pieces: [
    ...deltas.map((delta) => events({ choices: [{ index: 0, delta }] })),
    events({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]'),
  ],
});

const bedrock = (...messages: readonly Buffer[]): ScriptedReply => ({
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  pieces: messages,
});
const converse = (contentBlockIndex: number, delta: object) =>
  awsEvent('contentBlockDelta', { contentBlockIndex, delta });

const toolUse = (id: string, city: string) => ({ type: 'tool_use', id, name: 'weather', input: { city } });
/** As it is sent back: with an id that was made up here. */
const aCall = (city: string) => ({ name: 'weather', args: { city }, id: expect.any(String) });
const city = (name: string) => JSON.stringify({ city: name });

const providers: readonly ThinkingProvider[] = [
  {
    provider: 'anthropic',
    model: 'claude-sonnet-4-20250514',
    documentation:
      'https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking#extended-thinking-with-tool-use',
    environment: (url) => ({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: url }),
    parameters: { thinking: true, thinking_budget: 2000, max_tokens: 8000, temperature: 0.3 },
    calling: claude(
      start,
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      piece(0, { type: 'thinking_delta', thinking: 'two ' }),
      piece(0, { type: 'thinking_delta', thinking: 'cities' }),
      piece(0, { type: 'signature_delta', signature: 'c2lnbmVk+/=' }),
      stop(0),
      block(1, { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' }),
      stop(1),
      block(2, { type: 'text', text: '' }),
      piece(2, { type: 'text_delta', text: 'I look. ' }),
      stop(2),
      block(3, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
      piece(3, { type: 'input_json_delta', partial_json: city('Köln') }),
      stop(3),
      block(4, { type: 'tool_use', id: 'toolu_2', name: 'weather', input: {} }),
      piece(4, { type: 'input_json_delta', partial_json: city('Bonn') }),
      stop(4),
      end('tool_use'),
      { type: 'message_stop' },
    ),
    answering: claude(
      start,
      block(0, { type: 'text', text: '' }),
      piece(0, { type: 'text_delta', text: 'Rain.' }),
      stop(0),
      end('end_turn'),
      { type: 'message_stop' },
    ),
    turnIn: (body) => ({ turn: body.messages[1], thinking: body['thinking'], max_tokens: body['max_tokens'] }),
    turn: {
      turn: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'two cities', signature: 'c2lnbmVk+/=' },
          { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' },
          { type: 'text', text: 'I look. ' },
          toolUse('toolu_1', 'Köln'),
          toolUse('toolu_2', 'Bonn'),
        ],
      },
      thinking: { type: 'enabled', budget_tokens: 2000 },
      max_tokens: 8000,
    },
  },
  {
    provider: 'bedrock',
    model: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
    documentation: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ReasoningContentBlock.html',
    environment: (url) => ({
      AWS_ACCESS_KEY_ID: 'AKIATESTTESTTEST',
      AWS_SECRET_ACCESS_KEY: 'secret-of-the-test',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    }),
    parameters: { reasoning_type: true, reasoning_budget: 2000, max_tokens: 8000 },
    calling: bedrock(
      awsEvent('messageStart', { role: 'assistant' }),
      converse(0, { reasoningContent: { text: 'two cities' } }),
      converse(0, { reasoningContent: { signature: 'c2lnbmVk+/=' } }),
      awsEvent('contentBlockStop', { contentBlockIndex: 0 }),
      converse(1, { reasoningContent: { redactedContent: 'ZW5jcnlwdGVk' } }),
      awsEvent('contentBlockStop', { contentBlockIndex: 1 }),
      ...['Köln', 'Bonn'].flatMap((name, index) => [
        awsEvent('contentBlockStart', {
          contentBlockIndex: index + 2,
          start: { toolUse: { toolUseId: `t${index + 1}`, name: 'weather' } },
        }),
        converse(index + 2, { toolUse: { input: city(name) } }),
        awsEvent('contentBlockStop', { contentBlockIndex: index + 2 }),
      ]),
      awsEvent('messageStop', { stopReason: 'tool_use' }),
    ),
    answering: bedrock(
      awsEvent('messageStart', { role: 'assistant' }),
      converse(0, { text: 'Rain.' }),
      awsEvent('contentBlockStop', { contentBlockIndex: 0 }),
      awsEvent('messageStop', { stopReason: 'end_turn' }),
    ),
    turnIn: (body) => ({ turn: body.messages[1], limits: body['inferenceConfig'] }),
    turn: {
      turn: {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'two cities', signature: 'c2lnbmVk+/=' } } },
          { reasoningContent: { redactedContent: 'ZW5jcnlwdGVk' } },
          { toolUse: { toolUseId: 't1', name: 'weather', input: { city: 'Köln' } } },
          { toolUse: { toolUseId: 't2', name: 'weather', input: { city: 'Bonn' } } },
        ],
      },
      limits: { maxTokens: 8000 },
    },
  },
  {
    provider: 'google',
    model: 'gemini-3-pro-preview',
    documentation: 'https://ai.google.dev/gemini-api/docs/thought-signatures',
    environment: (url) => ({ GEMINI_API_KEY: 'k', GOOGLE_GEMINI_BASE_URL: url }),
    calling: gemini(
      { text: 'two cities', thought: true },
      { functionCall: { name: 'weather', args: { city: 'Köln' } }, thoughtSignature: 'c2lnbmVk+/=' },
      { functionCall: { name: 'weather', args: { city: 'Bonn' } } },
    ),
    answering: gemini({ text: 'Rain.' }),
    turnIn: (body) => body.contents[1],
    turn: {
      role: 'model',
      parts: [{ functionCall: aCall('Köln'), thoughtSignature: 'c2lnbmVk+/=' }, { functionCall: aCall('Bonn') }],
    },
  },
  {
    provider: 'deepseek',
    model: 'deepseek-reasoner',
    documentation: 'https://api-docs.deepseek.com/guides/thinking_mode',
    environment: () => ({ DEEPSEEK_API_KEY: 'k' }),
    calling: openAi(
      { role: 'assistant', reasoning_content: 'two ' },
      { reasoning_content: 'cities' },
      {
        tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: city('Köln') } }],
      },
      {
        tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'weather', arguments: city('Bonn') } }],
      },
    ),
    answering: openAi({ content: 'Rain.' }),
    turnIn: (body) => body.messages[1],
    turn: {
      role: 'assistant',
      content: null,
      reasoning_content: 'two cities',
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'weather', arguments: city('Köln') } },
        { id: 'c2', type: 'function', function: { name: 'weather', arguments: city('Bonn') } },
      ],
    },
  },
];

async function runWith(facts: ThinkingProvider): Promise<{ answer: string | undefined; bodies: Body[] }> {
  server = await startScriptedServer((_request, index) => (index === 0 ? facts.calling : facts.answering));
  const { url } = server;
  const toServer: typeof fetch = (input, init) => fetch(String(input).replace(/^https:\/\/[^/]+/, url), init);
  const environment = facts.environment(url);
  const runtime = openModelRuntime({ fetch: toServer, clock: systemClock, environment });
  const task: AgentTask<never> = {
    model: await runtime.languageModel({ provider: facts.provider, name: facts.model }),
    mode: 'chat',
    parameters: facts.parameters ?? {},
    stop: [],
    instruction: '',
    history: [],
    query: { role: 'user', content: 'weather?' },
    tools: [weather],
    maxRounds: 3,
    signal: new AbortController().signal,
  };
  const last = (await Array.fromAsync(runAgent(task, 'function-calling'))).at(-1);
  const bodies = server.requests.map((request) => request.json() as Body);
  return { answer: last?.type === 'finished' ? last.text : undefined, bodies };
}

describe.each(providers)('$provider ($documentation)', (facts) => {
  test('is shown its thinking again, sealed as it was, in the order of the turn', async () => {
    const { answer, bodies } = await runWith(facts);
    expect(answer).toContain('Rain.');
    expect(bodies).toHaveLength(2);
    expect(facts.turnIn(bodies[1] as Body)).toEqual(facts.turn);
  });
});

test('servers that refuse reasoning_content do not get it, nor do models that do not want it', async () => {
  const deepseek = providers.find(({ provider }) => provider === 'deepseek');
  if (!deepseek) throw new Error('the table has no deepseek');
  const others = [
    {
      ...deepseek,
      provider: 'groq',
      model: 'deepseek-r1-distill-llama-70b',
      environment: () => ({ GROQ_API_KEY: 'k' }),
    },
    { ...deepseek, provider: 'openrouter', model: 'some/other', environment: () => ({ OPENROUTER_API_KEY: 'k' }) },
  ];
  for (const other of others) {
    const { bodies } = await runWith(other);
    expect(bodies[1]?.messages[1]).not.toHaveProperty('reasoning_content');
    await server?.close();
  }
});
