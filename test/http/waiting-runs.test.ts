import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { asking } from './testing/apps.ts';
import { calling, eventsIn, type Served, type ServedApp, serve } from './testing/served-apps.ts';

/** A reader who is told that a run waits asks for the events that come once it goes on. */

let served: Served;
let models: ChatServer;
let app: ServedApp;

beforeAll(async () => {
  models = await startChatServer(['Perhaps.']);
  served = await serve({ DIFY_MODEL_GATEWAY: `${models.url}/v1` });
  app = await served.importApp(asking());
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
  await models.close();
});

async function begin() {
  const call = calling(served.server, app.key);
  const body = { inputs: {}, query: 'May I?', user: 'ada', response_mode: 'streaming' };
  const told = eventsIn((await call('POST', '/v1/chat-messages', body)).text);
  const asked = told.find(({ event }) => event === 'human_input_required');
  const { token } = /"form_token":"(?<token>[^"]+)"/.exec(JSON.stringify(asked))?.groups ?? {};
  const path = `/v1/workflow/${asked?.['workflow_run_id']}/events?user=ada`;
  const follow = async (query = '') => eventsIn((await call('GET', path + query)).text);
  const answer = () =>
    call('POST', `/v1/form/human_input/${token}`, { inputs: { note: '' }, action: 'yes', user: 'ada' });
  return { told, follow, answer };
}

const names = (events: readonly { event: string }[]) => events.map(({ event }) => event);

test('the events of a run that waits come when it goes on', async () => {
  const { told, follow, answer } = await begin();
  expect(names(told).at(-1)).toBe('workflow_paused');
  const following = follow();
  await answer();
  const events = await following;
  expect(events[0]).toMatchObject({ event: 'workflow_started', data: { reason: 'resumption' } });
  expect(names(events).slice(-2)).toEqual(['workflow_finished', 'message_end']);
});

test('how far it has come is told to who asks for it, without what was said', async () => {
  const { follow, answer } = await begin();
  const state = await follow('&include_state_snapshot=true');
  const nodes = ['node_started', 'node_finished'];
  expect(names(state)).toEqual(['workflow_started', ...nodes, ...nodes, ...nodes, 'node_started', 'workflow_paused']);
  expect(state.at(-1)).toMatchObject({ data: { paused_nodes: ['ask'], reasons: [{ node_id: 'ask' }] } });
  const whole = follow('&include_state_snapshot=true&continue_on_pause=true');
  await answer();
  expect(names(await whole).slice(-2)).toEqual(['workflow_finished', 'message_end']);
  const past = await follow('&include_state_snapshot=true');
  expect(names(past)).toEqual(['workflow_finished']);
});
