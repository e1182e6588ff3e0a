import type { FileReference } from '../../engine/index.ts';
import type { ConversationId, JsonObject, MessageId } from '../../kernel/index.ts';
import type { RunnableApp } from './plan/runnable-app.ts';

/** What is asked of an app: which, with what, by whom, and how it is recorded. */
export interface RunAppRequest {
  readonly app: RunnableApp;
  readonly inputs: JsonObject;
  /** Chat modes. */
  readonly query?: string;
  /** `sys.files`. */
  readonly files?: readonly FileReference[];
  readonly conversationId?: ConversationId;
  /** The message before this one, of clients that know (null: none); all of the conversation for those that do not. */
  readonly parentMessageId?: MessageId | null;
  /** Which root starts, when there are several. */
  readonly rootNodeId?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Session id of the person who asks. */
  readonly user: string;
  /** Dify's word for what began the run; `app-run` when absent. */
  readonly triggeredFrom?: string;
  /** A new conversation is named by a model, or by its client later on; absent: it bears its question. */
  readonly naming?: 'by-model' | 'by-client';
  /** Also entered in the app's log, as asked for from here. */
  readonly log?: 'service-api' | 'web-app' | 'installed-app';
}
