import { expect } from 'vitest';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';

const event = (data: { readonly type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const block = (index: number, content_block: object) =>
  event({ type: 'content_block_start', index, content_block } as never);
const delta = (index: number, fields: object) => event({ type: 'content_block_delta', index, delta: fields } as never);
const stop = (index: number) => event({ type: 'content_block_stop', index } as never);
const start = event({
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [],
    model: 'claude-x',
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 21, output_tokens: 1 },
  },
} as never);

describeWire({
  provider: 'anthropic',
  model: 'claude-3-5-sonnet-20241022',
  documentation: 'https://docs.anthropic.com/en/docs/build-with-claude/streaming',
  environment: (url) => ({ ANTHROPIC_API_KEY: 'key-of-the-test', ANTHROPIC_BASE_URL: url }),
  headers: { 'content-type': 'text/event-stream' },
  greeting: [
    start,
    block(0, { type: 'text', text: '' }),
    event({ type: 'ping' }),
    delta(0, { type: 'text_delta', text: 'Grüße, ' }),
    delta(0, { type: 'text_delta', text: '你好 👋' }),
    stop(0),
    block(1, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
    delta(1, { type: 'input_json_delta', partial_json: '{"city":' }),
    delta(1, { type: 'input_json_delta', partial_json: '"Köln"}' }),
    stop(1),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: { output_tokens: 4 },
    } as never),
    event({ type: 'message_stop' }),
  ].join(''),
  brokenStream: [
    start,
    block(0, { type: 'text', text: '' }),
    delta(0, { type: 'text_delta', text: 'half' }),
    event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } as never),
  ].join(''),
  errorBody: (message) => ({ type: 'error', error: { type: 'invalid_request_error', message } }),
  finishReason: 'tool_use',
  checkRequest(request) {
    expect(request).toMatchObject({ method: 'POST', path: '/v1/messages' });
    expect(request.headers).toMatchObject({ 'x-api-key': 'key-of-the-test', 'anthropic-version': '2023-06-01' });
    expect(request.json()).toMatchObject({
      model: 'claude-3-5-sonnet-20241022',
      stream: true,
      max_tokens: 99,
      temperature: 0.5,
      stop_sequences: ['END'],
      system: [{ type: 'text', text: 'be brief' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what is this' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Bonn' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'rain' }] },
      ],
      tools: [
        { name: 'weather', description: 'tells the weather', input_schema: { type: 'object', required: ['city'] } },
      ],
    });
  },
});
