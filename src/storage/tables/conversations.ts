import {
  type AccountId,
  type AppId,
  appModes,
  type ConversationId,
  type EndUserId,
  type InvokeSource,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  type MessageId,
  type TenantId,
  type UploadFileId,
  type WorkflowRunId,
} from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import { creatorRoles, endUserTypes, messageStatuses } from './words.ts';

export const endUsers = (c: Columns) =>
  c.table(
    'end_users',
    {
      id: c.id<EndUserId>(),
      tenantId: c.ref<TenantId>('tenant_id').notNull(),
      appId: c.ref<AppId>('app_id').notNull(),
      type: c.oneOf('type', endUserTypes).notNull(),
      externalUserId: c.text('external_user_id'),
      name: c.text('name'),
      isAnonymous: c.flag('is_anonymous').notNull().default(true),
      sessionId: c.text('session_id').notNull(),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.uniqueIndex('end_users_by_session').on(t.appId, t.sessionId, t.type)],
  );

export const conversations = (c: Columns) =>
  c.table(
    'conversations',
    {
      id: c.id<ConversationId>(),
      appId: c.ref<AppId>('app_id').notNull(),
      appModelConfigId: c.ref('app_model_config_id'),
      overrideModelConfigs: c.json<JsonObject>('override_model_configs'),
      mode: c.oneOf('mode', appModes).notNull(),
      name: c.text('name').notNull().default(''),
      summary: c.text('summary'),
      inputs: c.json<JsonObject>('inputs').notNull(),
      introduction: c.text('introduction'),
      systemInstruction: c.text('system_instruction'),
      status: c.oneOf('status', ['normal', 'finished']).notNull().default('normal'),
      invokeFrom: c.text('invoke_from').$type<InvokeSource>(),
      fromSource: c.oneOf('from_source', ['api', 'console']).notNull(),
      fromEndUserId: c.ref<EndUserId>('from_end_user_id'),
      fromAccountId: c.ref<AccountId>('from_account_id'),
      readAt: c.instant('read_at'),
      readAccountId: c.ref<AccountId>('read_account_id'),
      dialogueCount: c.integer('dialogue_count').notNull().default(0),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.index('conversations_by_end_user').on(t.appId, t.fromEndUserId, t.updatedAt),
      c.index('conversations_by_account').on(t.appId, t.fromAccountId, t.updatedAt),
    ],
  );

type Conversations = ReturnType<typeof conversations>;
const conversationRef = (c: Columns, t: { conversations: Conversations }) =>
  c
    .ref<ConversationId>('conversation_id')
    .notNull()
    .references(() => t.conversations.id, { onDelete: 'cascade' });

export const conversationVariables = (c: Columns, t: { conversations: Conversations }) =>
  c.table(
    'workflow_conversation_variables',
    {
      /** The variable's id in the workflow, the same in every conversation. */
      variableId: c.ref('id').notNull(),
      conversationId: conversationRef(c, t),
      appId: c.ref<AppId>('app_id').notNull(),
      name: c.text('name').notNull(),
      valueType: c.text('value_type').notNull(),
      value: c.json<JsonValue>('value').notNull(),
      description: c.text('description').notNull().default(''),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.conversationId, t.variableId] })],
  );

export const pinnedConversations = (c: Columns, t: { conversations: Conversations }) =>
  c.table(
    'pinned_conversations',
    {
      id: c.id(),
      appId: c.ref<AppId>('app_id').notNull(),
      conversationId: conversationRef(c, t),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('pinned_conversations_by_owner').on(t.conversationId, t.createdBy, t.createdByRole),
      c.index('pinned_conversations_by_app').on(t.appId, t.createdBy, t.createdByRole),
    ],
  );

export const messages = (c: Columns, t: { conversations: Conversations }) =>
  c.table(
    'messages',
    {
      id: c.id<MessageId>(),
      appId: c.ref<AppId>('app_id').notNull(),
      conversationId: conversationRef(c, t),
      modelProvider: c.text('model_provider'),
      modelId: c.text('model_id'),
      overrideModelConfigs: c.json<JsonObject>('override_model_configs'),
      inputs: c.json<JsonObject>('inputs').notNull(),
      query: c.text('query').notNull(),
      /** The prompt messages as they were sent to the model. */
      message: c.json<JsonValue>('message'),
      messageTokens: c.integer('message_tokens').notNull().default(0),
      messageUnitPrice: c.decimal('message_unit_price').notNull().default('0'),
      messagePriceUnit: c.decimal('message_price_unit').notNull().default('0.001'),
      answer: c.text('answer').notNull().default(''),
      answerTokens: c.integer('answer_tokens').notNull().default(0),
      answerUnitPrice: c.decimal('answer_unit_price').notNull().default('0'),
      answerPriceUnit: c.decimal('answer_price_unit').notNull().default('0.001'),
      totalPrice: c.decimal('total_price'),
      currency: c.text('currency').notNull().default('USD'),
      providerResponseLatency: c.real('provider_response_latency').notNull().default(0),
      parentMessageId: c.ref<MessageId>('parent_message_id'),
      status: c.oneOf('status', messageStatuses).notNull().default('normal'),
      error: c.text('error'),
      messageMetadata: c.json<JsonObject>('message_metadata'),
      invokeFrom: c.text('invoke_from').$type<InvokeSource>(),
      fromSource: c.oneOf('from_source', ['api', 'console']).notNull(),
      fromEndUserId: c.ref<EndUserId>('from_end_user_id'),
      fromAccountId: c.ref<AccountId>('from_account_id'),
      isAgentBased: c.flag('agent_based').notNull().default(false),
      workflowRunId: c.ref<WorkflowRunId>('workflow_run_id'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.index('messages_by_conversation').on(t.conversationId, t.appId, t.createdAt),
      c.index('messages_by_run').on(t.workflowRunId),
    ],
  );

type Messages = ReturnType<typeof messages>;
const messageRef = (c: Columns, t: { messages: Messages }) =>
  c
    .ref<MessageId>('message_id')
    .notNull()
    .references(() => t.messages.id, { onDelete: 'cascade' });

export const messageFeedbacks = (c: Columns, t: { messages: Messages }) =>
  c.table(
    'message_feedbacks',
    {
      id: c.id(),
      appId: c.ref<AppId>('app_id').notNull(),
      conversationId: c.ref<ConversationId>('conversation_id').notNull(),
      messageId: messageRef(c, t),
      rating: c.oneOf('rating', ['like', 'dislike']).notNull(),
      content: c.text('content'),
      fromSource: c.oneOf('from_source', ['user', 'admin']).notNull(),
      fromEndUserId: c.ref<EndUserId>('from_end_user_id'),
      fromAccountId: c.ref<AccountId>('from_account_id'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.index('message_feedbacks_by_message').on(t.messageId, t.appId, t.fromSource),
      c.index('message_feedbacks_by_app').on(t.appId, t.createdAt),
    ],
  );

export const messageFiles = (c: Columns, t: { messages: Messages }) =>
  c.table(
    'message_files',
    {
      id: c.id(),
      appId: c.ref<AppId>('app_id').notNull(),
      messageId: messageRef(c, t),
      type: c.text('type').notNull(),
      transferMethod: c.text('transfer_method').notNull(),
      url: c.text('url'),
      belongsTo: c.oneOf('belongs_to', ['user', 'assistant']).notNull(),
      /** The row of `upload_files`, or of `tool_files` when the transfer method says so. */
      uploadFileId: c.ref<UploadFileId>('upload_file_id'),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.index('message_files_by_message').on(t.messageId),
      c.index('message_files_by_file').on(t.uploadFileId, t.appId),
    ],
  );

export const messageAgentThoughts = (c: Columns, t: { messages: Messages }) =>
  c.table(
    'message_agent_thoughts',
    {
      id: c.id(),
      appId: c.ref<AppId>('app_id').notNull(),
      messageId: messageRef(c, t),
      messageChainId: c.ref('message_chain_id'),
      position: c.integer('position').notNull(),
      thought: c.text('thought'),
      /** Tool names, joined by semicolons. */
      tool: c.text('tool'),
      toolLabels: c.json<JsonObject>('tool_labels_str').notNull(),
      toolMeta: c.json<JsonObject>('tool_meta_str').notNull(),
      toolInput: c.text('tool_input'),
      observation: c.text('observation'),
      message: c.text('message'),
      messageFiles: c.json<JsonArray>('message_files').notNull(),
      answer: c.text('answer'),
      tokens: c.integer('tokens'),
      totalPrice: c.decimal('total_price'),
      currency: c.text('currency'),
      latency: c.real('latency'),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [c.uniqueIndex('message_agent_thoughts_by_message').on(t.messageId, t.position)],
  );

export const savedMessages = (c: Columns, t: { messages: Messages }) =>
  c.table(
    'saved_messages',
    {
      id: c.id(),
      appId: c.ref<AppId>('app_id').notNull(),
      messageId: messageRef(c, t),
      createdByRole: c.oneOf('created_by_role', creatorRoles).notNull(),
      createdBy: c.ref('created_by').notNull(),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('saved_messages_by_message').on(t.messageId, t.createdBy, t.createdByRole),
      c.index('saved_messages_by_owner').on(t.appId, t.createdBy, t.createdAt),
    ],
  );
