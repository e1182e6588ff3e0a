import { expect } from 'vitest';
import { claudeBroken, claudeError, claudeGreeting } from '../../../../test/fakes/claude-stream.ts';
import { describeWire } from '../../../../test/fakes/wire-suite.ts';

describeWire({
  provider: 'anthropic',
  model: 'claude-3-5-sonnet-20241022',
  documentation: 'https://docs.anthropic.com/en/docs/build-with-claude/streaming',
  environment: (url) => ({ ANTHROPIC_API_KEY: 'key-of-the-test', ANTHROPIC_BASE_URL: url }),
  headers: { 'content-type': 'text/event-stream' },
  greeting: claudeGreeting,
  brokenStream: claudeBroken,
  errorBody: claudeError,
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
