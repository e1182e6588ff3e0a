import type { MessageId } from '../kernel/index.ts';

/**
 * The parent of a message that goes on with its whole conversation, as programs ask (Dify 1.x constants, `UUID_NIL`).
 * Clients that let people ask again name the message before; none for the first of a conversation, and for one that
 * begins it anew.
 */
export const WHOLE_CONVERSATION = '00000000-0000-0000-0000-000000000000' as MessageId;

/** A message as far as threads look at it. */
export interface LinkedMessage {
  readonly id: MessageId;
  readonly parentMessageId: MessageId | null;
}

/**
 * The messages that one with this parent goes on with, newest first as they are given; those that were asked anew are
 * not among them. (Dify 1.x core/prompt/utils/extract_thread_messages.py)
 */
export function threadBefore<Message extends LinkedMessage>(
  parent: MessageId | null,
  newestFirst: readonly Message[],
): Message[] {
  const thread: Message[] = [];
  let wanted = parent;
  for (const message of newestFirst) {
    if (wanted === null) break;
    if (wanted !== WHOLE_CONVERSATION && wanted !== message.id) continue;
    thread.push(message);
    wanted = message.parentMessageId;
  }
  return thread;
}
