/** What Claude streams (https://docs.anthropic.com/en/docs/build-with-claude/streaming), as the wire suite wants it. */
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

export const claudeGreeting = [
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
].join('');

export const claudeBroken = [
  start,
  block(0, { type: 'text', text: '' }),
  delta(0, { type: 'text_delta', text: 'half' }),
  event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } as never),
].join('');

export const claudeError = (message: string) => ({ type: 'error', error: { type: 'invalid_request_error', message } });
