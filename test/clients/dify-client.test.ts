import { ChatClient, CompletionClient, DifyClient } from 'dify-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, completion, echo, greeting } from '../http/testing/apps.ts';
import { eventsIn } from '../http/testing/served-apps.ts';
import { type Listening, listen } from './listening.ts';

/** The official client for Node (https://www.npmjs.com/package/dify-client), through every one of its methods. */

let server: Listening;
let keys: Record<'flow' | 'echo' | 'text' | 'talk', string>;

beforeAll(async () => {
  server = await listen('Busy little bees.');
  const key = async (...[document]: Parameters<Listening['importApp']>) => (await server.importApp(document)).key;
  keys = { flow: await key(greeting), echo: await key(echo()), text: await key(completion()), talk: await key(chat()) };
});
afterAll(async () => {
  expect(server.served.errors).toEqual([]);
  await server.close();
});

/** What the package does; its type file is of an older version. */
interface Methods {
  messageFeedback(id: string, rating: 'like' | 'dislike' | null, user: string): Promise<unknown>;
  runWorkflow(inputs: object, user: string, stream?: boolean): ReturnType<CompletionClient['createCompletionMessage']>;
  renameConversation(
    id: string,
    name: string,
    user: string,
    isGenerated: boolean,
  ): ReturnType<ChatClient['renameConversation']>;
}
const asItIs = <Client>(client: Client) => client as Omit<Client, keyof Methods> & Methods;

const base = () => `${server.url}/v1`;

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

test('what every app has', async () => {
  const client = new DifyClient('not a key', base());
  await expect(client.getApplicationParameters('ada')).rejects.toMatchObject({ response: { status: 401 } });
  client.updateApiKey(keys.echo);
  const { data } = await client.getApplicationParameters('ada');
  expect(data).toMatchObject({ user_input_form: [{ 'text-input': { variable: 'place' } }] });
  const form = new FormData();
  form.set('user', 'ada');
  form.set('file', new Blob(['words'], { type: 'text/plain' }), 'note.txt');
  const uploaded = await client.fileUpload(form);
  expect([uploaded.status, uploaded.data]).toMatchObject([201, { name: 'note.txt', extension: 'txt', size: 5 }]);
});

test('completions and workflows, blocking and streamed', async () => {
  const client = new CompletionClient(keys.text, base());
  const whole = await client.createCompletionMessage({ topic: 'bees' }, 'ada');
  expect(whole.data).toMatchObject({ event: 'message', mode: 'completion', answer: 'Busy little bees.' });
  const pieces = await client.createCompletionMessage({ topic: 'bees' }, 'ada', true);
  const events = eventsIn(await textOf(pieces.data));
  expect(events.flatMap(({ answer }) => (answer === undefined ? [] : [answer])).join('')).toBe('Busy little bees.');
  expect(events.at(-1)?.event).toBe('message_end');
  const flow = asItIs(new CompletionClient(keys.flow, base()));
  const run = await flow.runWorkflow({ name: 'Ada' }, 'ada');
  expect(run.data.data).toMatchObject({ status: 'succeeded', outputs: { text: 'Hello, Ada!' } });
  const streamed = eventsIn(await textOf((await flow.runWorkflow({ name: 'Ada' }, 'ada', true)).data));
  expect([streamed[0]?.event, streamed.at(-1)?.event]).toEqual(['workflow_started', 'workflow_finished']);
});

test('a conversation from its first message to its end', async () => {
  const client = asItIs(new ChatClient(keys.talk, base()));
  const first = await client.createChatMessage({}, 'Tell me about bees', 'ada');
  const { conversation_id: id, message_id: messageId } = first.data;
  expect(first.data).toMatchObject({ answer: 'Busy little bees.', mode: 'chat' });
  const next = await client.createChatMessage({}, 'More', 'ada', true, id);
  expect(eventsIn(await textOf(next.data)).every((event) => event['conversation_id'] === id)).toBe(true);
  const sent = server.models
    .sent()
    .at(-1)
    ?.messages.map(({ content }) => content);
  expect(sent).toEqual(['You are friendly.', 'Tell me about bees', 'Busy little bees.', 'More']);
  await client.messageFeedback(messageId, 'like', 'ada');
  const messages = await client.getConversationMessages('ada', id, null, 10);
  expect(messages.data.data).toMatchObject([
    { query: 'Tell me about bees', feedback: { rating: 'like' } },
    { query: 'More' },
  ]);
  const conversations = await client.getConversations('ada', null, 5);
  expect(conversations.data).toMatchObject({ data: [{ id }], has_more: false, limit: 5 });
  const renamed = await client.renameConversation(id, 'Bees', 'ada', false);
  expect(renamed.data).toMatchObject({ id, name: 'Bees' });
  expect((await client.deleteConversation(id, 'ada')).status).toBe(204);
  await expect(client.getConversationMessages('ada', id)).rejects.toMatchObject({
    response: { status: 404, data: { code: 'not_found' } },
  });
});
