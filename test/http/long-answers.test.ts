import { expect, test } from 'vitest';
import { EVENT_STREAM, events, startScriptedServer } from '../fakes/scripted-server.ts';
import { chatModel } from './testing/apps.ts';
import { calling, eventsIn, serve } from './testing/served-apps.ts';

const said = (content: string) => events({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });

test('a run whose model does not come to an end fails with a sentence, and its stream ends', async () => {
  const pieces = Array.from({ length: 5 }, () => said('x'.repeat(1_000_000)));
  const model = await startScriptedServer(() => ({ headers: EVENT_STREAM, pieces, ending: 'hang' }));
  const served = await serve({ DIFY_MODEL_GATEWAY: `${model.url}/v1` });
  const { key } = await served.importApp(chatModel());
  const question = { inputs: {}, query: 'x', user: 'ann', response_mode: 'streaming' };
  const { text } = await calling(served.server, key)('POST', '/v1/chat-messages', question);
  const told = eventsIn(text).filter(({ event }) => event !== 'message');
  const sentence = expect.stringContaining('Error, the answer has more than 4000000 characters');
  expect(told.slice(-2)).toMatchObject([
    { event: 'workflow_finished', data: { status: 'failed', error: sentence } },
    { event: 'error', message: sentence },
  ]);
  await model.clientLeft;
  await served.close();
  await model.close();
}, 40_000);
