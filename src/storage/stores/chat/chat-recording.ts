import { type AppId, type ConversationId, KnownError, type MessageId } from '../../../kernel/index.ts';
import type { Connection } from '../../dialects/sqlite/connection.ts';
import { tables } from '../../dialects/sqlite/schema.ts';
import { countRows, insertRow, insertRowIfAbsent, updateRows, upsertRow } from '../../dialects/sqlite/statements.ts';
import type {
  ChatChanges,
  ChatWriter,
  ConversationVariableRecord,
  MessageFileRecord,
  ThoughtRecord,
} from './chat-records.ts';
import { mayName } from './message-uploads.ts';

/**
 * What a run of a chat app writes into its conversation; all of it in the run's own app. People may delete a
 * conversation while it is answered in: what it would have held is left out, and the run goes on.
 */
export function recordChat(connection: Connection, owner: ChatWriter, changes: ChatChanges, now: number): void {
  const { appId } = owner;
  const { conversation, conversationPatch, conversationVariables, message, messagePatch } = changes;
  const stamps = { createdAt: now, updatedAt: now };
  if (conversation) insertRow(connection, tables.conversations, { ...conversation, ...stamps, appId });
  if (conversationPatch) {
    const { id, ...patch } = conversationPatch;
    updateRows(connection, tables.conversations, { id, appId }, { updatedAt: now, ...patch });
  }
  if (conversationVariables && hasConversation(connection, conversationVariables.conversationId, appId))
    writeVariables(connection, { ...conversationVariables, appId, now });
  if (message) {
    requireConversation(connection, message.conversationId, appId);
    insertRow(connection, tables.messages, { ...message, ...stamps, appId });
  }
  // a millisecond apart: files are listed by their time, and so in the order in which they were given
  for (const [position, file] of (changes.messageFiles ?? []).entries())
    insertMessageFile(connection, owner, file, now + position);
  if (messagePatch) {
    const { id, ...patch } = messagePatch;
    updateRows(connection, tables.messages, { id, appId }, { updatedAt: now, ...patch });
  }
  for (const thought of changes.agentThoughts ?? []) writeThought(connection, owner, thought, now);
}

function writeThought(connection: Connection, owner: ChatWriter, thought: ThoughtRecord, now: number): void {
  const { appId, createdBy, createdByRole } = owner;
  if (!hasMessage(connection, thought.messageId, appId)) return;
  const row = { ...thought, appId, createdBy, createdByRole, createdAt: now };
  upsertRow(connection, tables.messageAgentThoughts, row, { key: ['id'], keep: ['createdAt'], owner: ['appId'] });
}

function insertMessageFile(connection: Connection, owner: ChatWriter, record: MessageFileRecord, now: number): void {
  const { tenantId, appId, createdBy, createdByRole } = owner;
  const { isConfigured = false, ...file } = record;
  if (!hasMessage(connection, file.messageId, appId)) return;
  const uploadId = file.uploadFileId;
  const named = uploadId && {
    id: uploadId,
    tenantId,
    maker: { createdBy, createdByRole },
    isConfigured,
  };
  if (named && !mayName(connection, named)) return;
  insertRowIfAbsent(connection, tables.messageFiles, { ...file, appId, createdBy, createdByRole, createdAt: now });
}

function hasMessage(connection: Connection, id: MessageId, appId: AppId): boolean {
  return countRows(connection, tables.messages, { id, appId }) > 0;
}

function hasConversation(connection: Connection, id: ConversationId, appId: AppId): boolean {
  return countRows(connection, tables.conversations, { id, appId }) > 0;
}

function requireConversation(connection: Connection, id: ConversationId, appId: AppId): void {
  if (hasConversation(connection, id, appId)) return;
  throw new KnownError('not_found', { message: 'Conversation Not Exists.' });
}

export interface VariablesOfConversation {
  readonly appId: AppId;
  readonly conversationId: ConversationId;
  readonly variables: readonly ConversationVariableRecord[];
  readonly now: number;
}

/** Writes the values of variables into a conversation, which must be one of the app. */
export function writeVariables(connection: Connection, change: VariablesOfConversation): void {
  const { appId, conversationId, variables, now } = change;
  requireConversation(connection, conversationId, appId);
  for (const variable of variables) {
    const row = { ...variable, conversationId, appId, createdAt: now, updatedAt: now };
    const options = { key: ['conversationId', 'variableId'], keep: ['createdAt'] };
    upsertRow(connection, tables.conversationVariables, row, options);
  }
}
