import { KnownError, type MessageId, type TaskId } from '../../kernel/index.ts';
import type { App, KeysetPage, Message, MessageFeedback } from '../../storage/index.ts';
import { type FullMessage, withParts } from '../conversations/list-messages.ts';
import type { Scope } from '../scope.ts';

export interface OfMessage {
  readonly app: App;
  readonly user: string;
  readonly messageId: MessageId;
}

type Needs = Pick<Scope, 'stores' | 'chatOwner'>;
type ReadingNeeds = Needs & Pick<Scope, 'files'>;

/** A message of the person, or the error that it does not exist. */
export async function findOwnMessage(scope: Needs, { app, user, messageId }: OfMessage): Promise<Message> {
  const message = await scope.stores.ofApp(app).messages.find(messageId, await scope.chatOwner(app.id, user));
  if (message) return message;
  throw new KnownError('not_found', { message: 'Message Not Exists.' });
}

/** A message of the person with all that hangs on it. */
export async function getMessage(scope: ReadingNeeds, request: OfMessage): Promise<FullMessage> {
  const [full] = await withParts(scope, request.app, [await findOwnMessage(scope, request)]);
  if (!full) throw new KnownError('not_found', { message: 'Message Not Exists.' });
  return full;
}

/** The task behind an id, which may be that of a message: older clients know no tasks. */
export async function findTask(scope: Needs, request: OfMessage): Promise<TaskId> {
  const { app, user, messageId } = request;
  const message = await scope.stores.ofApp(app).messages.find(messageId, await scope.chatOwner(app.id, user));
  const run = message?.workflowRunId ? await scope.stores.runs.find(message.workflowRunId) : undefined;
  return run?.taskId ?? (messageId as string as TaskId); // no message of that name: then it is the task's own
}

export interface GiveFeedbackRequest extends OfMessage {
  /** Null takes the opinion back. */
  readonly rating: 'like' | 'dislike' | null;
  readonly content?: string;
}

/** Notes what the person thinks of an answer. */
export async function giveFeedback(scope: Needs, request: GiveFeedbackRequest): Promise<void> {
  const { app, user, rating, content } = request;
  const message = await findOwnMessage(scope, request);
  const { messageParts } = scope.stores.ofApp(app);
  const isGiven = (await messageParts.findFeedbacks([message.id])).some(({ fromSource }) => fromSource === 'user');
  if (rating === null && !isGiven)
    throw new KnownError('invalid_param', { message: 'rating cannot be None when feedback not exists' });
  const owner = await scope.chatOwner(app.id, user);
  await messageParts.saveFeedback(message.id, {
    ...{ rating, owner, fromSource: 'user' },
    ...(content !== undefined && { content }),
  });
}

/** What people think of an app's answers, newest first. */
export async function listFeedbacks(
  scope: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly page: number; readonly limit: number },
): Promise<readonly MessageFeedback[]> {
  const { items } = await scope.stores.ofApp(request.app).messageParts.listFeedbacks(request);
  return items;
}

export interface ListSavedRequest {
  readonly app: App;
  readonly user: string;
  /** The last message of the page the reader has. */
  readonly lastId?: MessageId;
  readonly limit: number;
}

/** The completions that a person keeps, newest first. */
export async function listSavedMessages(
  scope: ReadingNeeds,
  request: ListSavedRequest,
): Promise<KeysetPage<FullMessage>> {
  requireCompletion(request.app);
  const { messageParts } = scope.stores.ofApp(request.app);
  const owner = await scope.chatOwner(request.app.id, request.user);
  const after = request.lastId === undefined ? undefined : await messageParts.findBookmarked(request.lastId, owner);
  if (request.lastId !== undefined && !after)
    throw new KnownError('not_found', { message: 'Last Message Not Exists.' });
  const page = await messageParts.listBookmarked(owner, { limit: request.limit, ...(after && { after }) });
  return { ...page, items: await withParts(scope, request.app, page.items) };
}

/** Keeps a completion. */
export async function saveMessage(scope: Needs, request: OfMessage): Promise<void> {
  requireCompletion(request.app);
  const message = await findOwnMessage(scope, request);
  const owner = await scope.chatOwner(request.app.id, request.user);
  await scope.stores.ofApp(request.app).messageParts.bookmark(message.id, owner);
}

/** Keeps a completion no longer. */
export async function forgetMessage(scope: Needs, request: OfMessage): Promise<void> {
  requireCompletion(request.app);
  const owner = await scope.chatOwner(request.app.id, request.user);
  await scope.stores.ofApp(request.app).messageParts.removeBookmark(request.messageId, owner);
}

function requireCompletion({ mode }: App): void {
  if (mode !== 'completion') throw new KnownError('not_completion_app');
}
