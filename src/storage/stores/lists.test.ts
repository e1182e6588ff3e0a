import { expect, test } from 'vitest';
import type { ConversationId, MessageId } from '../../kernel/index.ts';
import type { Conversation, Message } from '../rows.ts';
import { createApp, createTenant, newRun, newRunId, openInMemory, testIds } from '../testing.ts';

/** The first of a list that has one. */
function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('The list is empty');
  return item;
}

async function openChat(count: number) {
  const storage = openInMemory({ now: () => 1000, monotonic: () => 0, sleep: async () => {}, after: () => () => {} }); // one instant for all
  const stores = await createTenant(storage);
  const app = await createApp(stores, 'chat');
  const chat = stores.ofApp(app);
  const endUser = await chat.endUsers.findOrCreate({ type: 'service-api', sessionId: 'ada' });
  const owner = { endUserId: endUser.id };
  const from = { fromSource: 'api', fromEndUserId: endUser.id, inputs: {} } as const;
  const conversations: Conversation[] = [];
  for (let index = 0; index < count; index++) {
    const id = testIds.next() as ConversationId;
    conversations.push(await chat.conversations.create({ id, mode: 'chat', name: `${index}`, ...from }));
  }
  const say = (query: string) =>
    chat.messages.create({
      id: testIds.next() as MessageId,
      conversationId: first(conversations).id,
      query,
      ...from,
    });
  return { storage, stores, app, chat, endUser, owner, conversations, say };
}

test('pages follow one another without gap or repetition, though all rows are of one instant', async () => {
  const { storage, conversations: all, chat, owner } = await openChat(7);
  const names: string[] = [];
  let after: Conversation | undefined;
  for (let isMore = true; isMore; ) {
    const page = await chat.conversations.list({ owner, limit: 3, ...(after && { after }) });
    names.push(...page.items.map(({ name }) => name));
    after = page.items.at(-1);
    isMore = page.hasMore;
  }
  expect(names).toEqual(all.map(({ name }) => name).reverse());
  await storage.close();
});

test('messages page backwards from one that the reader has', async () => {
  const { storage, chat, say, conversations } = await openChat(1);
  const said: Message[] = [];
  for (const query of ['1', '2', '3', '4', '5']) said.push(await say(query));
  const { id } = first(conversations);
  const newest = await chat.messages.list(id, { limit: 2 });
  expect(newest.items.map(({ query }) => query)).toEqual(['5', '4']);
  expect(newest.hasMore).toBe(true);
  const older = await chat.messages.list(id, { limit: 3, before: first(newest.items.slice(1)) });
  expect(older.items.map(({ query }) => query)).toEqual(['3', '2', '1']);
  expect(older.hasMore).toBe(false);
  await storage.close();
});

test('a numbered page says how many there are, and limits are bounded', async () => {
  const { storage, stores } = await openChat(0);
  for (let index = 0; index < 5; index++) await createApp(stores);
  expect(await stores.apps.list({ page: 2, limit: 4 })).toMatchObject({ total: 6, page: 2, limit: 4, hasMore: false });
  expect((await stores.apps.list({ page: 2, limit: 4 })).items).toHaveLength(2);
  expect((await stores.apps.list({ limit: 5000 })).limit).toBe(100);
  expect((await stores.apps.list({ limit: 0, page: -3 })).limit).toBe(1);
  await storage.close();
});

test('a name is searched as it stands, wildcards included', async () => {
  const { storage, stores } = await openChat(0);
  await stores.apps.create({ name: '100% sure', mode: 'chat' });
  await stores.apps.create({ name: '1000 sure', mode: 'chat' });
  expect((await stores.apps.list({ name: '100% s' })).items.map(({ name }) => name)).toEqual(['100% sure']);
  await storage.close();
});

test('pinned conversations and the others are listed apart', async () => {
  const { storage, chat, owner, conversations: all } = await openChat(3);
  const { conversations } = chat;
  const pinned = first(all.slice(1));
  await conversations.pin(pinned.id, owner);
  await conversations.pin(pinned.id, owner);
  expect((await conversations.list({ owner, isPinned: true })).items).toMatchObject([{ id: pinned.id }]);
  expect((await conversations.list({ owner, isPinned: false })).items).toHaveLength(2);
  await conversations.unpin(pinned.id, owner);
  expect((await conversations.list({ owner, isPinned: true })).items).toEqual([]);
  await storage.close();
});

test('an end user who comes back is the same one, also when two requests bring them at once', async () => {
  const { storage, chat, endUser } = await openChat(0);
  const { endUsers } = chat;
  expect((await endUsers.findOrCreate({ type: 'service-api', sessionId: 'ada' })).id).toBe(endUser.id);
  const both = await Promise.all([1, 2].map(() => endUsers.findOrCreate({ type: 'browser', sessionId: 'eve' })));
  expect(both[0]?.id).toBe(both[1]?.id);
  await storage.close();
});

test('the id that an end user gives may have 255 characters, and no more', async () => {
  const { storage, chat } = await openChat(0);
  const enter = (sessionId: string) => chat.endUsers.findOrCreate({ type: 'browser', sessionId });
  const longest = '\u{1F600}'.repeat(255);
  expect((await enter(longest)).sessionId).toBe(longest);
  for (const sessionId of ['x'.repeat(256), `${longest}x`, 'x'.repeat(2 ** 20)])
    await expect(enter(sessionId)).rejects.toMatchObject({ code: 'invalid_param' });
  await storage.close();
});

test('a web app is found by its code, and never by one longer than codes can be', async () => {
  const { storage, chat, app } = await openChat(0);
  const { lookups } = storage.system;
  await chat.site.create({ code: 'x'.repeat(255), title: 'mine' });
  expect((await lookups.findSite('x'.repeat(255)))?.app.id).toBe(app.id);
  await chat.site.update({ code: 'x'.repeat(256) });
  expect(await lookups.findSite('x'.repeat(256))).toBeUndefined();
  await storage.close();
});

test('a new opinion replaces the old one, and null takes it back', async () => {
  const { storage, chat, say, owner } = await openChat(1);
  const { messageParts } = chat;
  const { id } = await say('hi');
  await messageParts.saveFeedback(id, { rating: 'like', fromSource: 'user', owner });
  await messageParts.saveFeedback(id, { rating: 'dislike', content: 'no', fromSource: 'user', owner });
  expect(await messageParts.findFeedbacks([id])).toMatchObject([{ rating: 'dislike', content: 'no' }]);
  await messageParts.saveFeedback(id, { rating: null, fromSource: 'user', owner });
  expect(await messageParts.findFeedbacks([id])).toEqual([]);
  await storage.close();
});

test('a published workflow is the one that runs, and its versions are listed newest first', async () => {
  const { storage, stores, app } = await openChat(0);
  const content = { graph: {}, features: {}, environmentVariables: [], conversationVariables: [] };
  expect(await stores.workflows.findPublished(app.id)).toBeUndefined();
  await stores.workflows.saveDraft(app, content);
  await stores.workflows.saveDraft(app, { ...content, graph: { nodes: [] } });
  const first = await stores.workflows.publish(app, content);
  const second = await stores.workflows.publish(app, content, { markedName: 'two' });
  expect(first.version).not.toBe(second.version);
  expect((await stores.workflows.findPublished(app.id))?.id).toBe(second.id);
  expect((await stores.workflows.findDraft(app.id))?.graph).toEqual({ nodes: [] });
  expect((await stores.workflows.listVersions(app.id)).items.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await stores.workflows.listVersions(app.id, { isNamed: true })).items).toHaveLength(1);
  await storage.close();
});

test('a form takes one answer', async () => {
  const { storage, stores, app } = await openChat(0);
  const workflowRunId = newRunId();
  await stores.runs.record({ runId: workflowRunId, run: newRun(app.id) });
  const form = await stores.forms.create({
    ...{ workflowRunId, nodeId: 'n', nodeTitle: 'Ask', token: 'secret', definition: {}, renderedContent: '' },
    expiresAt: 1,
  });
  const answers = ['yes', 'no'].map((actionId) => stores.forms.submit(form.id, { actionId, data: {} }));
  expect(await Promise.all(answers)).toEqual([true, false]);
  expect(await stores.forms.close(form.id, 'timeout')).toBe(false);
  expect(await storage.system.lookups.findForm('secret')).toMatchObject({ selectedActionId: 'yes' });
  await storage.close();
});

test('the links of a long conversation are all read, in their order, and others have a turn', async () => {
  const { storage, chat, say, conversations } = await openChat(1);
  const said = await Promise.all(Array.from({ length: 1000 }, () => say('?')));
  const turns: string[] = [];
  const reading = chat.messages.listLinks(first(conversations).id).then((links) => {
    turns.push('read');
    return links;
  });
  await new Promise(setImmediate);
  turns.push('turn');
  expect((await reading).map(({ id }) => id)).toEqual(said.map(({ id }) => id).reverse());
  expect(turns).toEqual(['turn', 'read']);
  await storage.close();
});

test('of a conversation with many messages others need not wait for the deletion', async () => {
  const { storage, chat, say, conversations } = await openChat(2);
  const { id } = first(conversations);
  await Promise.all(Array.from({ length: 600 }, () => say('?')));
  let isDeleted: boolean | undefined;
  const deleting = chat.conversations.delete(id).then((answer) => {
    isDeleted = answer;
  });
  await chat.endUsers.findOrCreate({ type: 'service-api', sessionId: 'somebody else' });
  expect(isDeleted).toBeUndefined();
  await deleting;
  expect([isDeleted, await chat.messages.count(id), await chat.conversations.find(id)]).toEqual([true, 0, undefined]);
  expect(await chat.conversations.delete(id)).toBe(false);
  expect(await chat.conversations.find(first(conversations.slice(1)).id)).toBeDefined();
  await storage.close();
});
