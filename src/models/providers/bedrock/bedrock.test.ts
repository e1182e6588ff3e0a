import { expect, test } from 'vitest';
import { awsEvent } from '../../../../test/fakes/aws-event-stream.ts';
import { startScriptedServer } from '../../../../test/fakes/scripted-server.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { openModelRuntime } from '../../index.ts';
import { bedrockModelId } from './model-id.ts';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

const text = (piece: string) => awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: piece } });
const input = (piece: string) =>
  awsEvent('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: piece } } });

describeWire({
  provider: 'bedrock',
  model: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
  documentation: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html',
  environment: (url) => ({
    AWS_ACCESS_KEY_ID: 'AKIATESTTESTTEST',
    AWS_SECRET_ACCESS_KEY: 'secret-of-the-test',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
  }),
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  greeting: Buffer.concat([
    awsEvent('messageStart', { role: 'assistant' }),
    text('Grüße, '),
    text('你好 👋'),
    awsEvent('contentBlockStop', { contentBlockIndex: 0 }),
    awsEvent('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't1', name: 'weather' } } }),
    input('{"city":'),
    input('"Köln"}'),
    awsEvent('contentBlockStop', { contentBlockIndex: 1 }),
    awsEvent('messageStop', { stopReason: 'tool_use' }),
    awsEvent('metadata', { usage: { inputTokens: 21, outputTokens: 4, totalTokens: 25 }, metrics: { latencyMs: 1 } }),
  ]),
  brokenStream: Buffer.concat([
    awsEvent('messageStart', { role: 'assistant' }),
    text('half'),
    awsEvent('throttlingException', { message: 'too many' }, 'exception'),
  ]),
  errorBody: (message) => ({ message }),
  finishReason: 'tool_use',
  checkRequest(request) {
    expect(request.method).toBe('POST');
    expect(request.path).toBe('/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/converse-stream');
    expect(request.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIATESTTESTTEST\/\d{8}\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=/,
    );
    expect(request.json()).toMatchObject({
      system: [{ text: 'be brief' }],
      messages: [
        {
          role: 'user',
          content: [{ text: 'what is this' }, { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } }],
        },
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'weather', input: { city: 'Bonn' } } }] },
        { role: 'user', content: [{ toolResult: { toolUseId: 'c1', content: [{ text: 'rain' }] } }] },
      ],
      inferenceConfig: { temperature: 0.5, maxTokens: 99, stopSequences: ['END'] },
      toolConfig: { tools: [{ toolSpec: { name: 'weather', description: 'tells the weather' } }] },
    });
  },
});

test.each([
  ['amazon.nova-lite-v1:0', {}, 'us-east-1', 'amazon.nova-lite-v1:0'],
  ['anthropic claude', { model_name: 'Claude 4.5 Sonnet', 'cross-region': 'disabled' }, 'eu-central-1', SONNET],
  ['anthropic claude', { model_name: 'Claude 4.5 Sonnet' }, 'eu-central-1', SONNET],
  ['anthropic claude', { model_name: 'Claude 4.5 Sonnet', 'cross-region': 'global' }, 'us-east-1', `global.${SONNET}`],
  ['anthropic claude', { model_name: 'Claude 4.5 Sonnet', 'cross-region': 'global' }, 'eu-central-1', `eu.${SONNET}`],
  [
    'anthropic claude',
    { model_name: 'Claude 4.5 Sonnet', 'cross-region': 'geographic' },
    'ap-south-1',
    `apac.${SONNET}`,
  ],
  ['anthropic claude', { model_name: 'Claude 4.5 Sonnet', 'cross-region': 'japan' }, 'ap-northeast-1', `jp.${SONNET}`],
  ['anthropic claude 5', { model_name: 'Sonnet 5' }, 'ca-central-1', 'global.anthropic.claude-sonnet-5'],
  [
    'anthropic claude 5',
    { model_name: 'Opus 5', 'cross-region': 'geographic' },
    'ca-central-1',
    'us.anthropic.claude-opus-5',
  ],
  [
    'anthropic claude 5',
    { model_name: 'Opus 5', 'cross-region': 'geographic' },
    'ap-southeast-2',
    'au.anthropic.claude-opus-5',
  ],
  ['qwen', { model_name: 'Qwen3 32B', 'cross-region': 'global' }, 'us-east-1', 'qwen.qwen3-32b-v1:0'],
] as const)('%s with %j in %s is %s', (model, parameters, region, id) => {
  expect(bedrockModelId(model, parameters, region)).toBe(id);
});

test('a family without a member says which there are', () => {
  expect(() => bedrockModelId('anthropic claude', {}, 'us-east-1')).toThrow(/model_name.*Claude 4\.5 Sonnet/);
});

test('a member of a family is asked under its own id and costs what it costs', async () => {
  const server = await startScriptedServer(() => ({
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    pieces: [
      awsEvent('messageStart', { role: 'assistant' }),
      text('hi'),
      awsEvent('messageStop', { stopReason: 'end_turn' }),
      awsEvent('metadata', { usage: { inputTokens: 1000, outputTokens: 0, totalTokens: 1000 } }),
    ],
  }));
  const environment = { AWS_BEARER_TOKEN_BEDROCK: 'k', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url };
  const runtime = openModelRuntime({ fetch, clock: systemClock, environment });
  const model = await runtime.languageModel({ provider: 'bedrock', name: 'anthropic claude' });
  const parameters = { model_name: 'Claude 4.5 Haiku', 'cross-region': 'global', max_tokens: 9 };
  const signal = new AbortController().signal;
  const request = { messages: [{ role: 'user' as const, content: 'x' }], parameters, signal };
  const chunks = await Array.fromAsync(model.stream(request));
  await server.close();
  expect(server.requests[0]?.path).toContain('/model/global.anthropic.claude-haiku-4-5-20251001-v1%3A0/');
  expect(chunks.at(-1)).toMatchObject({ usage: { promptPrice: '0.0010000', currency: 'USD' } });
  expect(model).toMatchObject({ contextSize: 200_000 });
});
