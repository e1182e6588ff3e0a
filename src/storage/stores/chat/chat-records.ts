import type { AppId, ConversationId, MessageId, TenantId } from '../../../kernel/index.ts';
import type { Conversation, Message, NewRow } from '../../rows.ts';
import type { CreatorRole } from '../../tables/words.ts';

export type NewConversation = Omit<NewRow<'conversations'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type ConversationPatch = Partial<Omit<Conversation, 'id' | 'appId' | 'createdAt'>>;
export type ConversationVariableRecord = Pick<
  NewRow<'conversationVariables'>,
  'variableId' | 'name' | 'valueType' | 'value' | 'description'
>;
export type NewMessage = Omit<NewRow<'messages'>, 'appId' | 'createdAt' | 'updatedAt'>;
export type MessagePatch = Partial<Omit<Message, 'id' | 'appId' | 'conversationId' | 'createdAt'>>;
export type MessageFileRecord = Pick<
  NewRow<'messageFiles'>,
  'id' | 'messageId' | 'type' | 'transferMethod' | 'url' | 'uploadFileId' | 'belongsTo'
> & {
  /** True when the app's own definition names the upload. */
  readonly isConfigured?: boolean;
};
export type ThoughtRecord = Omit<NewRow<'messageAgentThoughts'>, 'appId' | 'createdAt' | 'createdBy' | 'createdByRole'>;

/** What a run changes in its conversation. */
export interface ChatChanges {
  readonly conversation?: NewConversation | undefined;
  readonly conversationPatch?: (ConversationPatch & { readonly id: ConversationId }) | undefined;
  readonly conversationVariables?:
    | { readonly conversationId: ConversationId; readonly variables: readonly ConversationVariableRecord[] }
    | undefined;
  readonly message?: NewMessage | undefined;
  /** Of a message of the same app. A file that it may not name is left out (`message-uploads.ts`). */
  readonly messageFiles?: readonly MessageFileRecord[] | undefined;
  readonly messagePatch?: (MessagePatch & { readonly id: MessageId }) | undefined;
  /** Thoughts of an agent as they are now. */
  readonly agentThoughts?: readonly ThoughtRecord[] | undefined;
}

/** In whose app, and in whose name, a conversation is written to. */
export interface ChatWriter {
  readonly tenantId: TenantId;
  readonly appId: AppId;
  readonly createdBy: string;
  readonly createdByRole: CreatorRole;
}
