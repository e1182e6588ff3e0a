import {
  type ConversationId,
  isInteger,
  isJsonObject,
  isNumber,
  type JsonValue,
  KnownError,
} from '../../kernel/index.ts';
import type { App, Conversation, ConversationVariable, KeysetPage } from '../../storage/index.ts';
import { withFreshFiles } from '../files/fresh-links.ts';
import type { Scope } from '../scope.ts';

interface OfPerson {
  readonly app: App;
  readonly user: string;
}

export interface OfConversation extends OfPerson {
  readonly conversationId: ConversationId;
}

type Needs = Pick<Scope, 'stores' | 'chatOwner'>;
type ReadingNeeds = Needs & Pick<Scope, 'files'>;

export interface ListConversationsRequest extends OfPerson {
  /** The last item of the page the reader has. */
  readonly lastId?: ConversationId;
  readonly limit: number;
  readonly sortBy: 'createdAt' | 'updatedAt';
  readonly direction: 'ascending' | 'descending';
  readonly isPinned?: boolean;
}

/** A page of a person's conversations with an app. */
export async function listConversations(
  scope: ReadingNeeds,
  request: ListConversationsRequest,
): Promise<KeysetPage<Conversation>> {
  const { app, user, lastId, limit, sortBy, direction, isPinned } = request;
  const { conversations } = scope.stores.ofApp(app);
  const owner = await scope.chatOwner(app.id, user);
  const after = lastId === undefined ? undefined : await conversations.find(lastId, owner);
  if (lastId !== undefined && !after) throw new KnownError('not_found', { message: 'Last Conversation Not Exists.' });
  const page = await conversations.list({
    owner,
    limit,
    sortBy,
    direction,
    ...(after && { after }),
    ...(isPinned !== undefined && { isPinned }),
  });
  return { ...page, items: await Promise.all(page.items.map((item) => withReadableInputs(scope, item))) };
}

/** The conversation with new links to the files that it began with. */
export async function withReadableInputs(
  scope: Pick<Scope, 'files'>,
  conversation: Conversation,
): Promise<Conversation> {
  return { ...conversation, inputs: await withFreshFiles(scope, conversation.inputs) };
}

/** Gives a conversation another name. */
export async function renameConversation(
  scope: ReadingNeeds,
  request: OfConversation & { readonly name: string },
): Promise<Conversation> {
  const { id } = await findOwn(scope, request);
  const renamed = await scope.stores.ofApp(request.app).conversations.update(id, { name: request.name });
  return withReadableInputs(scope, renamed);
}

/** Deletes a conversation with its messages. */
export async function deleteConversation(scope: Needs, request: OfConversation): Promise<void> {
  const conversation = await findOwn(scope, request);
  await scope.stores.ofApp(request.app).conversations.delete(conversation.id);
}

export interface ListVariablesRequest extends OfConversation {
  readonly lastId?: string;
  readonly limit: number;
  readonly name?: string;
}

/** A page of the variables that a conversation has. */
export async function listConversationVariables(
  scope: Needs,
  request: ListVariablesRequest,
): Promise<KeysetPage<ConversationVariable>> {
  const conversation = await findOwn(scope, request);
  const { conversations } = scope.stores.ofApp(request.app);
  const after =
    request.lastId === undefined ? undefined : await conversations.findVariable(conversation.id, request.lastId);
  if (request.lastId !== undefined && !after)
    throw new KnownError('invalid_param', { message: 'Last Variable Not Exists.' });
  return conversations.listVariables(conversation.id, {
    limit: request.limit,
    ...(after && { after }),
    ...(request.name !== undefined && { name: request.name }),
  });
}

export interface SetVariableRequest extends OfConversation {
  readonly variableId: string;
  readonly value: JsonValue;
}

/** Sets a variable of a conversation; the value must be of the variable's type. */
export async function setConversationVariable(
  scope: Needs,
  request: SetVariableRequest,
): Promise<ConversationVariable> {
  const conversation = await findOwn(scope, request);
  const { conversations } = scope.stores.ofApp(request.app);
  const variable = await conversations.findVariable(conversation.id, request.variableId);
  if (!variable) throw new KnownError('not_found', { message: 'Conversation Variable Not Exists.' });
  const { value } = request;
  requireType(variable, value);
  await conversations.saveVariables(conversation.id, [{ ...variable, value }]);
  return (await conversations.findVariable(conversation.id, request.variableId)) ?? { ...variable, value };
}

/** Only a value of the variable's own type (Dify 1.x services/conversation_service.py, `update_conversation_variable`). */
function requireType({ name, valueType }: ConversationVariable, value: JsonValue): void {
  if (isOfType(valueType, value)) return;
  const message = `Type mismatch: variable '${name}' expects ${valueType}, but got ${typeOf(value)} type`;
  throw new KnownError('bad_request', { message });
}

/** What a value is, in Dify's words (graphon variables/types.py, `infer_segment_type`). */
function typeOf(value: JsonValue): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return `array[${elementOf(value)}]`;
  if (isNumber(value)) return isInteger(value) ? 'integer' : 'float';
  return typeof value;
}

/** An empty list counts as one of numbers there. What lists in a list hold is not looked at: they may be deep. */
function elementOf(items: readonly JsonValue[]): string {
  const types = new Set(items.map((item) => (isNumber(item) ? 'number' : Array.isArray(item) ? 'any' : typeOf(item))));
  const [only = 'number'] = types;
  return types.size > 1 || only === 'none' ? 'any' : only;
}

function isOfType(valueType: string, value: JsonValue): boolean {
  const element = /^array\[(.+)\]$/.exec(valueType)?.[1];
  if (element !== undefined)
    return Array.isArray(value) && value.every((item: JsonValue) => element === 'any' || isOfType(element, item));
  if (valueType === 'object') return isJsonObject(value);
  if (valueType === 'number') return isNumber(value);
  return typeof value === valueType;
}

/** A conversation of the person, or the error that it does not exist. */
export async function findOwn(scope: Needs, { app, user, conversationId }: OfConversation): Promise<Conversation> {
  return scope.stores.ofApp(app).conversations.get(conversationId, await scope.chatOwner(app.id, user));
}
