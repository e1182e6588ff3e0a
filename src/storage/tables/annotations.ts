import type { AccountId, AppId, ConversationId, MessageId } from '../../kernel/index.ts';
import type { Columns } from '../columns.ts';
import type { apps } from './apps.ts';

interface Owner {
  apps: ReturnType<typeof apps>;
}
const appRef = (c: Columns, t: Owner) =>
  c
    .ref<AppId>('app_id')
    .notNull()
    .references(() => t.apps.id, { onDelete: 'cascade' });

export const messageAnnotations = (c: Columns, t: Owner) =>
  c.table(
    'message_annotations',
    {
      id: c.id(),
      appId: appRef(c, t),
      conversationId: c.ref<ConversationId>('conversation_id'),
      messageId: c.ref<MessageId>('message_id'),
      question: c.text('question').notNull(),
      content: c.text('content').notNull(),
      hitCount: c.integer('hit_count').notNull().default(0),
      accountId: c.ref<AccountId>('account_id'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.index('message_annotations_by_app').on(t.appId, t.createdAt),
      c.index('message_annotations_by_message').on(t.messageId),
    ],
  );

/** A row means that annotation reply is on. */
export const appAnnotationSettings = (c: Columns, t: Owner) =>
  c.table(
    'app_annotation_settings',
    {
      id: c.id(),
      appId: appRef(c, t),
      scoreThreshold: c.real('score_threshold').notNull(),
      embeddingProviderName: c.text('embedding_provider_name').notNull(),
      embeddingModelName: c.text('embedding_model_name').notNull(),
      createdBy: c.ref<AccountId>('created_user_id'),
      createdAt: c.instant('created_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.uniqueIndex('app_annotation_settings_by_app').on(t.appId)],
  );

export const annotationHits = (c: Columns, t: Owner & { messageAnnotations: ReturnType<typeof messageAnnotations> }) =>
  c.table(
    'app_annotation_hit_histories',
    {
      id: c.id(),
      appId: appRef(c, t),
      annotationId: c
        .ref('annotation_id')
        .notNull()
        .references(() => t.messageAnnotations.id, { onDelete: 'cascade' }),
      source: c.text('source').notNull(),
      question: c.text('question').notNull(),
      annotationQuestion: c.text('annotation_question').notNull(),
      annotationContent: c.text('annotation_content').notNull(),
      score: c.real('score').notNull(),
      messageId: c.ref<MessageId>('message_id'),
      /** The end user or account who asked. */
      createdBy: c.ref('account_id'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.index('app_annotation_hit_histories_by_annotation').on(t.annotationId, t.appId, t.createdAt),
      c.index('app_annotation_hit_histories_by_message').on(t.messageId),
      c.index('app_annotation_hit_histories_by_app').on(t.appId),
    ],
  );
