import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kernel/index.ts';
import { app, echo, graph, node } from './testing/apps.ts';
import { calling, type Served, type ServedApp, serve } from './testing/served-apps.ts';
import { upload } from './testing/upload.ts';

/** Links to files do not live long; what was said with one is read again, and opens the file still. */

let served: Served;
let showing: ServedApp;
let echoing: ServedApp;

/** Shows the file of its form. */
const shower = app('advanced-chat', {
  workflow: {
    features: {},
    graph: graph([
      node('start', {
        type: 'start',
        variables: [
          { variable: 'paper', label: 'Paper', type: 'file', required: false, allowed_file_types: ['document'] },
          { variable: 'note', label: 'Note', type: 'json_object', required: false },
        ],
      }),
      node('answer', { type: 'answer', answer: 'Look: {{#start.paper#}}!' }),
    ]),
  },
});

beforeAll(async () => {
  served = await serve();
  [showing, echoing] = [await served.importApp(shower), await served.importApp(echo())];
});
afterAll(async () => {
  expect(served.errors).toEqual([]);
  await served.close();
});

const ask = async (of: ServedApp, body: JsonObject, user = 'ada') =>
  (await calling(served.server, of.key)('POST', '/v1/chat-messages', { inputs: {}, query: 'Hi', user, ...body })).json;

async function read(of: ServedApp, path: string): Promise<JsonObject> {
  return (await calling(served.server, of.key)('GET', path)).json.data[0];
}

const linkIn = (text: unknown) => /http:[^)\s"]*\/file-preview\?[^)\s"]*/.exec(String(text))?.[0] ?? '';

async function open(link: string) {
  const { pathname, search } = new URL(link);
  return (await served.server.inject(pathname + search)).body;
}

async function showPaper() {
  const id = await upload(served, showing, { name: 'a.txt', type: 'text/plain', bytes: 'A' });
  const paper = { type: 'document', transfer_method: 'local_file', upload_file_id: id };
  return ask(showing, { inputs: { paper } });
}

test('the answer and the inputs of an old message have links of today', async () => {
  const { answer, conversation_id: conversation } = await showPaper();
  const message = await read(showing, `/v1/messages?user=ada&conversation_id=${conversation}`);
  const texts = [message['answer'], JSON.stringify(message['inputs'])];
  for (const text of texts) {
    expect(linkIn(text)).not.toBe(linkIn(answer));
    expect(await open(linkIn(text))).toBe('A');
  }
  expect(String(message['answer']).replace(linkIn(message['answer']), '')).toBe(answer.replace(linkIn(answer), ''));
});

test('so have the inputs of a conversation, and of one that is renamed', async () => {
  const { answer, conversation_id: id } = await showPaper();
  const listed = await read(showing, '/v1/conversations?user=ada');
  const body = { name: 'Papers', user: 'ada' };
  const renamed = (await calling(served.server, showing.key)('POST', `/v1/conversations/${id}/name`, body)).json;
  for (const { inputs } of [listed, renamed]) {
    expect(linkIn(JSON.stringify(inputs))).not.toBe(linkIn(answer));
    expect(await open(linkIn(JSON.stringify(inputs)))).toBe('A');
  }
});

test('nobody gets a new link by writing down an old one, or what looks like a file', async () => {
  const id = await upload(served, echoing, { name: 'b.txt', type: 'text/plain', bytes: 'B' }, 'eve');
  const forged = `http://x/files/${id}/file-preview?timestamp=1&nonce=0&sign=none`;
  const said = await ask(echoing, { query: `![b](${forged})` });
  const message = await read(echoing, `/v1/messages?user=ada&conversation_id=${said.conversation_id}`);
  expect(message['answer']).toBe(`You said: ![b](${forged})`);
  const note = { dify_model_identity: '__dify__file__', transfer_method: 'local_file', related_id: id, url: forged };
  const told = await ask(showing, { inputs: { note } });
  const other = await read(showing, `/v1/messages?user=ada&conversation_id=${told.conversation_id}`);
  expect(other['inputs']).toMatchObject({ note });
});
