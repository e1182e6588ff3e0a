import { expect } from 'vitest';
import { awsEvent } from '../../../../test/fakes/aws-event-stream.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';

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
