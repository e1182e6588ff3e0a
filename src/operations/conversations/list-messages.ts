import type { ConversationId, MessageId } from '../../kernel/index.ts';
import { KnownError } from '../../kernel/index.ts';
import { filledContent } from '../../nodes/index.ts';
import {
  type App,
  type HumanInputForm,
  type KeysetPage,
  type Message,
  type MessageAgentThought,
  type MessageFeedback,
  type MessageFile,
  mayShow,
  type UploadFile,
} from '../../storage/index.ts';
import { withFreshFiles, withFreshLinks } from '../files/fresh-links.ts';
import type { Scope } from '../scope.ts';

export interface ListMessagesRequest {
  readonly app: App;
  readonly conversationId: ConversationId;
  /** The first item of the page the reader has: the answer is the page before it. */
  readonly firstId?: MessageId;
  readonly limit: number;
  readonly user: string;
}

/** A file of a message, with what is known of it where it is kept here. */
export interface StoredFile {
  readonly file: MessageFile;
  readonly upload?: UploadFile;
}

/** A message with all that hangs on it. */
export interface FullMessage {
  readonly message: Message;
  readonly feedback?: MessageFeedback;
  readonly files: readonly StoredFile[];
  readonly thoughts: readonly MessageAgentThought[];
  readonly forms: readonly AskedForm[];
}

/** A form that the answer waited for, or waits for. */
export interface AskedForm {
  readonly form: HumanInputForm;
  /** With what was filled in; as it was asked before. */
  readonly content: string;
}

/** A page of a conversation, oldest first; earlier pages follow later ones. */
export async function listMessages(
  scope: Pick<Scope, 'stores' | 'chatOwner' | 'files'>,
  request: ListMessagesRequest,
): Promise<KeysetPage<FullMessage>> {
  const stores = scope.stores.ofApp(request.app);
  const owner = await scope.chatOwner(request.app.id, request.user);
  await stores.conversations.get(request.conversationId, owner);
  const before = request.firstId === undefined ? undefined : await stores.messages.find(request.firstId, owner);
  if (request.firstId !== undefined && before?.conversationId !== request.conversationId) {
    throw new KnownError('not_found', { message: 'First Message Not Exists.' });
  }
  const page = await stores.messages.list(request.conversationId, { limit: request.limit, ...(before && { before }) });
  return { ...page, items: await withParts(scope, request.app, page.items.toReversed()) };
}

/** Adds feedback, files and thoughts to messages of one app, and new links to files that the caller may name. */
export async function withParts(
  scope: Pick<Scope, 'stores' | 'files'>,
  app: App,
  messages: readonly Message[],
): Promise<FullMessage[]> {
  const { messageParts } = scope.stores.ofApp(app);
  const ids = messages.map(({ id }) => id);
  const [readable, feedbacks, files, thoughts, forms] = await Promise.all([
    Promise.all(messages.map((message) => renewed(scope, message))),
    messageParts.findFeedbacks(ids),
    findFiles(scope, app, ids),
    messageParts.findThoughts(ids),
    findForms(scope, app, messages),
  ]);
  return readable.map((message) => {
    const feedback = feedbacks.find(({ messageId, fromSource }) => messageId === message.id && fromSource === 'user');
    return {
      message,
      files: files.filter(({ file }) => file.messageId === message.id),
      thoughts: thoughts.filter(({ messageId }) => messageId === message.id),
      forms: forms.filter(({ form }) => form.workflowRunId === message.workflowRunId),
      ...(feedback && { feedback }),
    };
  });
}

async function renewed(scope: Pick<Scope, 'files'>, message: Message): Promise<Message> {
  const [answer, inputs] = await Promise.all([
    withFreshLinks(scope, message.answer),
    withFreshFiles(scope, message.inputs),
  ]);
  return { ...message, answer, inputs };
}

/** Only the graphs of chatflows ask people. */
async function findForms(
  { stores }: Pick<Scope, 'stores'>,
  { mode }: App,
  messages: readonly Message[],
): Promise<AskedForm[]> {
  const runIds = messages.flatMap(({ workflowRunId }) => workflowRunId ?? []);
  if (mode !== 'advanced-chat' || runIds.length === 0) return [];
  const forms = await stores.forms.listOfRuns(runIds);
  return forms.map((form) => ({ form, content: filledContent(form.renderedContent, form.submittedData ?? {}) }));
}

async function findFiles(scope: Pick<Scope, 'stores'>, app: App, ids: readonly MessageId[]): Promise<StoredFile[]> {
  const files = await scope.stores.ofApp(app).messageParts.findFiles(ids);
  return Promise.all(
    files.map(async (file) => {
      const upload = file.uploadFileId ? await scope.stores.uploadFiles.find(file.uploadFileId) : undefined;
      return { file, ...(upload && mayShow(upload, file) && { upload }) };
    }),
  );
}
