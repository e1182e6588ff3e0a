import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId, MessageId } from '../kernel/index.ts';
import { openConnection } from './dialects/sqlite/connection.ts';
import type { Storage } from './storage.ts';
import type { AppStores } from './tenant-stores.ts';
import { createApp, createTenant, type TestFolder, testFolder, testIds } from './testing.ts';

let folder: TestFolder;
let storage: Storage;
let chat: AppStores;
beforeEach(async () => {
  folder = testFolder();
  storage = folder.open();
  const stores = await createTenant(storage);
  chat = stores.ofApp(await createApp(stores, 'chat'));
});
afterEach(async () => {
  await storage.close();
  folder[Symbol.dispose]();
});

/** A conversation with one message: several of them share a page of the file. */
async function say(query: string): Promise<{ conversationId: ConversationId; messageId: MessageId }> {
  const [conversationId, messageId] = [testIds.next() as ConversationId, testIds.next() as MessageId];
  await chat.conversations.create({ id: conversationId, mode: 'chat', inputs: {}, fromSource: 'api' });
  await chat.messages.create({ id: messageId, conversationId, query, inputs: {}, fromSource: 'api' });
  return { conversationId, messageId };
}

/** Whether somebody finds a text in the file once its log has been moved into it. */
function isInFile(text: string): boolean {
  const connection = openConnection({ path: folder.path });
  connection.raw.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  return readFileSync(folder.path).includes(text);
}

test('a message that was deleted is gone from the page that it shared with others', async () => {
  await say('the first stays');
  const { conversationId } = await say('a secret quince');
  await say('the last stays');
  expect(isInFile('a secret quince')).toBe(true);
  expect(await chat.conversations.delete(conversationId)).toBe(true);
  expect(['the first stays', 'a secret quince', 'the last stays'].map(isInFile)).toEqual([true, false, true]);
});

test('an answer that was overwritten is gone as well', async () => {
  const { messageId } = await say('What do you keep?');
  await chat.messages.update(messageId, { answer: 'a secret quince' });
  await say('This one comes behind it in the page.');
  expect(isInFile('a secret quince')).toBe(true);
  await chat.messages.update(messageId, { answer: 'said at greater length, so that it lies elsewhere' });
  expect(isInFile('a secret quince')).toBe(false);
});
