import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AccountId,
  ConversationId,
  JobId,
  JsonObject,
  MessageId,
  NodeExecutionId,
  TaskId,
  WorkflowId,
  WorkflowRunId,
} from '../src/kernel/index.ts';
import { createIdSource, systemClock } from '../src/platform/clock/index.ts';
import { type Connection, openConnection } from '../src/storage/dialects/sqlite/connection.ts';
import { type AppStores, hashToken, openStorage, type Storage, type TenantStores } from '../src/storage/index.ts';

/**
 * Every method of every store, called as tenant B on the rows of tenant A: it finds nothing and changes nothing. The
 * methods are read from the stores themselves, so a new one without a row here fails.
 */

const ids = createIdSource();
const folder = mkdtempSync(join(tmpdir(), 'dify-tenancy-'));
const path = join(folder, 'dify.db');
const HASH = 'a'.repeat(64);
const content = { graph: {}, features: {}, environmentVariables: [], conversationVariables: [] };
const modelName = { providerName: 'openai', modelName: 'gpt', modelType: 'llm' };
const lease = { owner: 'somebody', expiresAt: Date.now() + 60_000 };
const newId = <Id extends string>() => ids.next() as Id;

type World = Awaited<ReturnType<typeof build>>;
let storage: Storage;
let a: World;
let b: World;
let reader: Connection;
let before: Map<string, Set<string>>;

beforeAll(async () => {
  storage = openStorage({ path, clock: systemClock, ids });
  a = await build(storage, 'a');
  reader = openConnection({ path, isReadOnly: true });
  before = dump();
  b = await build(storage, 'b');
});

afterAll(async () => {
  reader.close();
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** A tenant with a row in every table that a store reaches. */
async function build(storage: Storage, name: string) {
  const { tenants } = storage.system;
  const tenant = await tenants.create({ name });
  const account = await tenants.createAccount({ name, email: `${name}@example.com` });
  const stores = storage.tenant(tenant.id);
  await stores.members.add(account.id, 'owner');
  const app = await stores.apps.create({ name, mode: 'advanced-chat' });
  const draft = await stores.workflows.saveDraft(app, content);
  const workflow = await stores.workflows.publish(app, content, { markedName: name });
  const chat = await buildChat(stores.ofApp(app), name);
  const run = await buildRun(stores, app.id, workflow.id);
  await stores.runs.record({ runId: run.runId, agentThoughts: [thought(chat.message.id)] });
  const settings = await buildSettings(stores, app.id, name);
  await stores.vectors.upsert('shared', [{ id: '1', vector: new Float32Array([1, 0]) }]);
  await stores.texts.upsert('shared', [{ id: '1', text: `sealed ${name}` }]);
  const file = { name, size: 3, extension: 'txt', mimeType: 'text/plain', blobHash: HASH };
  const uploadFile = await stores.uploadFiles.create({
    ...file,
    createdBy: chat.endUser.id,
    createdByRole: 'end_user',
  });
  const toolFile = await stores.toolFiles.create({
    ...{ name, size: 3, mimeType: 'text/plain', blobHash: HASH },
    ...{ userId: chat.endUser.id, conversationId: chat.conversation.id },
  });
  const part = { type: 'image', transferMethod: 'local_file', belongsTo: 'user' } as const;
  await chat.appStores.messageParts.addFile({
    ...{ ...part, messageId: chat.message.id, uploadFileId: uploadFile.id },
    ...{ createdBy: chat.endUser.id, createdByRole: 'end_user' },
  });
  return { tenant, account, stores, app, draft, workflow, ...chat, ...run, ...settings, uploadFile, toolFile };
}

async function buildChat(stores: AppStores, name: string) {
  const modelConfig = await stores.modelConfigs.create({ name });
  await stores.site.create({ code: `code-${name}`, title: name });
  const endUser = await stores.endUsers.findOrCreate({ type: 'service-api', sessionId: name });
  const owner = { endUserId: endUser.id };
  const from = { fromSource: 'api', fromEndUserId: endUser.id, inputs: {} } as const;
  const conversation = await stores.conversations.create({ id: newId(), mode: 'advanced-chat', ...from });
  const message = await stores.messages.create({ id: newId(), conversationId: conversation.id, query: name, ...from });
  await stores.conversations.saveVariables(conversation.id, [
    { variableId: 'v', name: 'v', valueType: 'string', value: name },
  ]);
  await stores.conversations.pin(conversation.id, owner);
  await stores.messageParts.bookmark(message.id, owner);
  await stores.messageParts.saveFeedback(message.id, { rating: 'like', fromSource: 'user', owner });
  const annotation = await stores.annotations.create({ question: name, content: name, messageId: message.id });
  await stores.annotations.saveSetting({ scoreThreshold: 0.9, embeddingProviderName: 'p', embeddingModelName: 'm' });
  await stores.annotations.recordHit(hit(annotation.id));
  const bookmark = await stores.messageParts.findBookmarked(message.id, owner);
  return { modelConfig, endUser, owner, conversation, message, annotation, bookmark, appStores: stores };
}

const thought = (messageId: MessageId) => {
  return { id: newId(), messageId, position: 1, toolLabels: {}, toolMeta: {}, messageFiles: [] };
};
const hit = (annotationId: string) => ({
  ...{ annotationId, source: 'api', question: 'q', annotationQuestion: 'q', annotationContent: 'c', score: 1 },
});

async function buildRun(stores: TenantStores, appId: World['app']['id'], workflowId: WorkflowId) {
  const runId = newId<WorkflowRunId>();
  const taskId = newId<TaskId>();
  const nodeExecutionId = newId<NodeExecutionId>();
  await stores.runs.record({
    runId,
    run: { ...newRun(appId, workflowId), taskId },
    events: { sequence: 1, count: 1, text: '{}' },
    nodeExecutions: [{ ...node, id: nodeExecutionId }],
    appLog: { id: newId(), createdFrom: 'service-api' },
  });
  await stores.runs.saveDefinition(runId, { secret: 'definition' });
  const form = await stores.forms.create(newForm(runId));
  return { runId, taskId, nodeExecutionId, form };
}

const node = { index: 1, nodeId: 'n', nodeType: 'llm', title: 'n', status: 'succeeded', createdAt: 1 } as const;
const newRun = (appId: World['app']['id'], workflowId: WorkflowId) =>
  ({
    appId,
    workflowId,
    type: 'chat',
    triggeredFrom: 'app-run',
    version: '1',
    status: 'running',
    createdBy: 'x',
    createdByRole: 'end_user',
  }) as const;
const newForm = (workflowRunId: WorkflowRunId) => ({
  ...{ workflowRunId, nodeId: 'n', nodeTitle: 'n', token: newId(), definition: {}, renderedContent: '' },
  expiresAt: Date.now() + 1000,
});

async function buildSettings(stores: TenantStores, appId: World['app']['id'], name: string) {
  const apiToken = await stores.apiTokens.create(newToken(name));
  const tag = await stores.tags.create({ type: 'app', name });
  await stores.tags.bind(tag.id, appId);
  await stores.installedApps.install(appId);
  const [installedApp] = await stores.installedApps.list();
  const pendingImport = await stores.pendingImports.create(newImport());
  await stores.models.saveProvider({ providerName: 'openai', isValid: true });
  const credential = await stores.models.createCredential(newCredential(name));
  await stores.models.saveModel({ ...modelName, isValid: true });
  const modelCredential = await stores.models.createModelCredential({ ...modelName, ...newCredential(name) });
  await stores.models.saveSetting({ ...modelName, isEnabled: true });
  await stores.models.saveDefault(modelName);
  const extension = await stores.apiExtensions.create(newExtension());
  await stores.embeddings.keep(modelName, newEmbedding());
  const job = await stores.jobs.enqueue({ name: 'job', payload: name, maxAttempts: 1, dedupeKey: 'same' });
  return {
    extension,
    apiToken,
    tag,
    installedAppId: installedApp?.id ?? '',
    pendingImport,
    credential,
    modelCredential,
    job,
  };
}

const newToken = (name: string) => ({ type: 'dataset' as const, tokenHash: hashToken(name), encryptedToken: 'sealed' });
const newExtension = (name = 'guard') => ({
  ...{ id: newId<string>(), name, apiEndpoint: 'https://example.com', encryptedKey: 'sealed' },
});
const newEmbedding = () => new Map([[HASH, new Float32Array([0.6, 0.8])]]);
const newImport = () => ({ content: 'yaml', options: {}, expiresAt: Date.now() + 60_000 });
const newCredential = (name: string) => ({
  providerName: 'openai',
  credentialName: name,
  encryptedConfig: `sealed ${name}`,
});

/**
 * Every row of every table, as text; but for `blobs`, which has no owners (the same bytes are stored once), and for the
 * insides of the search indexes, whose own tests look through them.
 */
function dump(): Map<string, Set<string>> {
  const ordinary = `name <> 'blobs' AND name NOT GLOB 'vectors_*' AND name NOT GLOB 'text_index*' AND name <> 'sqlite_sequence'`;
  const names = reader.raw
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${ordinary}`)
    .pluck()
    .all() as string[];
  const rows = (name: string) => reader.raw.prepare(`SELECT * FROM "${name}"`).raw().all();
  return new Map(names.map((name) => [name, new Set(rows(name).map((row) => JSON.stringify(row)))]));
}

/** The rows of A that are gone or changed, and new ones that bear an id of A's. */
function traces(): string[] {
  const after = dump();
  const lost = [...before].flatMap(([table, rows]) => [...rows].filter((row) => !after.get(table)?.has(row)));
  const marks = [a.tenant.id, a.app.id, a.runId, a.conversation.id, a.message.id, a.tag.id];
  const added = [...after].flatMap(([table, rows]) =>
    [...rows].filter((row) => !before.get(table)?.has(row) && marks.some((mark) => row.includes(mark))),
  );
  return [...lost, ...added];
}

/** What a call that reaches nothing answers. */
async function isNothing(result: unknown): Promise<boolean> {
  if (result === undefined || result === false || result === 0) return true;
  if (Array.isArray(result)) return result.length === 0;
  if (result instanceof Map) return result.size === 0;
  if (typeof result !== 'object' || result === null) return false;
  if (Symbol.asyncIterator in result) {
    for await (const _ of result as AsyncIterable<unknown>) return false;
    return true;
  }
  return 'items' in result && Array.isArray(result.items) && result.items.length === 0;
}

/** Names of public methods, by store. */
function methodsOf(stores: object): string[] {
  return Object.entries(stores).flatMap(([name, store]) => {
    if (typeof store !== 'object' || store === null) return [];
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store));
    return methods.filter((method) => method !== 'constructor').map((method) => `${name}.${method}`);
  });
}

type Calls<Stores> = Record<string, (own: Stores) => unknown>;

/** Calls with ids of A: each must answer nothing, or refuse with `not_found`, `app_not_found` or `conflict`. */
const foreignTenantCalls: Calls<TenantStores> = {
  'members.find': (s) => s.members.find(a.account.id),
  'members.findByEmail': (s) => s.members.findByEmail(a.account.email),
  'members.setPassword': (s) => s.members.setPassword(a.account.id, 'taken'),
  'members.updateRole': (s) => s.members.updateRole(a.account.id, 'normal'),
  'members.remove': (s) => s.members.remove(a.account.id),
  'apps.find': (s) => s.apps.find(a.app.id),
  'apps.get': (s) => s.apps.get(a.app.id),
  'apps.update': (s) => s.apps.update(a.app.id, { name: 'taken' }),
  'apps.delete': (s) => s.apps.delete(a.app.id),
  'workflows.find': (s) => s.workflows.find(a.workflow.id),
  'workflows.get': (s) => s.workflows.get(a.workflow.id),
  'workflows.findDraft': (s) => s.workflows.findDraft(a.app.id),
  'workflows.findPublished': (s) => s.workflows.findPublished(a.app.id),
  'workflows.findVersionName': (s) => s.workflows.findVersionName(a.app.id, a.workflow.id),
  'workflows.listVersions': (s) => s.workflows.listVersions(a.app.id),
  'workflows.saveDraft': (s) => s.workflows.saveDraft(a.app, content),
  'workflows.publish': (s) => s.workflows.publish(a.app, content),
  'workflows.updateNote': (s) => s.workflows.updateNote(a.workflow.id, { markedName: 'taken' }),
  'workflows.delete': (s) => s.workflows.delete(a.workflow.id),
  'runs.record': (s) => s.runs.record({ runId: a.runId, runPatch: { status: 'failed' } }),
  'runs.find': (s) => s.runs.find(a.runId),
  'runs.get': (s) => s.runs.get(a.runId),
  'runs.findByTask': (s) => s.runs.findByTask(a.taskId),
  'runs.list': (s) => s.runs.list({ appId: a.app.id }),
  'runs.count': (s) => s.runs.count({ appId: a.app.id }),
  'runs.countElsewhere': (s) => s.runs.countElsewhere(a.app.id, 'nobody'),
  'runs.saveDefinition': (s) => s.runs.saveDefinition(a.runId, {}),
  'runs.findDefinition': (s) => s.runs.findDefinition(a.runId),
  'runs.listEvents': (s) => s.runs.listEvents(a.runId),
  'runs.findLastSequence': (s) => s.runs.findLastSequence(a.runId),
  'runs.listNodeExecutions': (s) => s.runs.listNodeExecutions(a.runId),
  'runs.claim': (s) => s.runs.claim(a.runId, lease),
  'runs.release': (s) => s.runs.release(a.runId, lease.owner),
  'runs.requestStop': (s) => s.runs.requestStop(a.runId),
  'forms.find': (s) => s.forms.find(a.form.id),
  'forms.findByToken': (s) => s.forms.findByToken(a.form.token),
  'forms.listOfRuns': (s) => s.forms.listOfRuns([a.runId]),
  'forms.list': (s) => s.forms.list(a.runId),
  'forms.listAnswered': (s) => s.forms.listAnswered(a.runId),
  'forms.discard': (s) => s.forms.discard(a.form.id),
  'forms.create': (s) => s.forms.create(newForm(a.runId)),
  'forms.submit': (s) => s.forms.submit(a.form.id, { actionId: 'yes', data: {} }),
  'forms.close': (s) => s.forms.close(a.form.id, 'timeout'),
  'apiTokens.find': (s) => s.apiTokens.find(a.apiToken.id),
  'apiTokens.list': (s) => s.apiTokens.list(a.app.id),
  'apiTokens.delete': (s) => s.apiTokens.delete(a.apiToken.id),
  'uploadFiles.find': (s) => s.uploadFiles.find(a.uploadFile.id),
  'uploadFiles.get': (s) => s.uploadFiles.get(a.uploadFile.id),
  'uploadFiles.findUsedIn': (s) => s.uploadFiles.findUsedIn(a.app.id, a.uploadFile.id),
  'uploadFiles.delete': (s) => s.uploadFiles.delete(a.uploadFile.id),
  'toolFiles.find': (s) => s.toolFiles.find(a.toolFile.id),
  'toolFiles.list': (s) => s.toolFiles.list(a.conversation.id),
  'toolFiles.delete': (s) => s.toolFiles.delete(a.toolFile.id),
  'tags.find': (s) => s.tags.find(a.tag.id),
  'tags.listOf': (s) => s.tags.listOf(a.app.id),
  'tags.countUses': (s) => s.tags.countUses(a.tag.id),
  'tags.rename': (s) => s.tags.rename(a.tag.id, 'taken'),
  'tags.delete': (s) => s.tags.delete(a.tag.id),
  'tags.bind': (s) => s.tags.bind(b.tag.id, a.app.id),
  'tags.unbind': (s) => s.tags.unbind(a.tag.id, a.app.id),
  'installedApps.find': (s) => s.installedApps.find(a.installedAppId),
  'installedApps.install': (s) => s.installedApps.install(a.app.id),
  'installedApps.update': (s) => s.installedApps.update(a.installedAppId, { isPinned: true }),
  'installedApps.delete': (s) => s.installedApps.delete(a.installedAppId),
  'pendingImports.take': (s) => s.pendingImports.take(a.pendingImport.id),
  'models.findCredential': (s) => s.models.findCredential(a.credential.id),
  'models.updateCredential': (s) => s.models.updateCredential(a.credential.id, { credentialName: 'taken' }),
  'models.deleteCredential': (s) => s.models.deleteCredential(a.credential.id),
  'models.findModelCredential': (s) => s.models.findModelCredential(a.modelCredential.id),
  'models.updateModelCredential': (s) =>
    s.models.updateModelCredential(a.modelCredential.id, { credentialName: 'taken' }),
  'models.deleteModelCredential': (s) => s.models.deleteModelCredential(a.modelCredential.id),
  'apiExtensions.find': (s) => s.apiExtensions.find(a.extension.id),
  'apiExtensions.delete': (s) => s.apiExtensions.delete(a.extension.id),
  'vectors.delete': (s) => s.vectors.delete('shared', ['1']),
  'vectors.deleteSome': (s) => s.vectors.deleteSome('shared'),
  'vectors.deleteCollection': (s) => s.vectors.deleteCollection('shared'),
  'texts.delete': (s) => s.texts.delete('shared', ['1']),
  'texts.deleteCollection': (s) => s.texts.deleteCollection('shared'),
  'jobs.find': (s) => s.jobs.find(a.job.id as JobId),
};

/** Calls that take no id of another: they work, on B's rows alone, and leave A's as they are. */
const ownTenantCalls: Calls<TenantStores> = {
  'members.list': (s) => s.members.list(),
  'members.findOwner': (s) => s.members.findOwner(),
  'members.admit': (s) => s.members.admit({ name: 'new', email: 'new@example.com', role: 'admin' }),
  'members.recordSetup': (s) => s.members.recordSetup('1'),
  'members.add': (s) => s.members.add(a.account.id, 'normal'), // an account may belong to several tenants
  'apps.list': (s) => s.apps.list({ tagIds: [a.tag.id], name: 'a' }),
  'apps.create': (s) => s.apps.create({ name: 'new', mode: 'chat' }),
  'apiTokens.create': (s) => s.apiTokens.create(newToken('another')),
  'uploadFiles.create': (s) =>
    s.uploadFiles.create({
      ...{ name: 'n', size: 3, extension: 'txt', mimeType: 'text/plain', blobHash: 'b'.repeat(64) },
      ...{ createdBy: 'x', createdByRole: 'account' },
    }),
  'toolFiles.create': (s) =>
    s.toolFiles.create({ name: 'n', size: 3, mimeType: 'text/plain', blobHash: 'b'.repeat(64), userId: 'x' }),
  'tags.list': (s) => s.tags.list('app'),
  'tags.create': (s) => s.tags.create({ type: 'app', name: 'new' }),
  'installedApps.list': (s) => s.installedApps.list(),
  'pendingImports.create': (s) => s.pendingImports.create(newImport()),
  'models.findProvider': (s) => s.models.findProvider('openai'),
  'models.listProviders': (s) => s.models.listProviders(),
  'models.saveProvider': (s) => s.models.saveProvider({ providerName: 'openai', isValid: false }),
  'models.deleteProvider': (s) => s.models.deleteProvider('openai'),
  'models.listCredentials': (s) => s.models.listCredentials('openai'),
  'models.createCredential': (s) => s.models.createCredential(newCredential('new')),
  'models.listModels': (s) => s.models.listModels('openai'),
  'models.saveModel': (s) => s.models.saveModel({ ...modelName, isValid: false }),
  'models.deleteModel': (s) => s.models.deleteModel(modelName),
  'models.listModelCredentials': (s) => s.models.listModelCredentials(modelName),
  'models.createModelCredential': (s) => s.models.createModelCredential({ ...modelName, ...newCredential('new') }),
  'models.listSettings': (s) => s.models.listSettings('openai'),
  'models.saveSetting': (s) => s.models.saveSetting({ ...modelName, isEnabled: false }),
  'models.findDefault': (s) => s.models.findDefault('llm'),
  'models.listDefaults': (s) => s.models.listDefaults(),
  'models.saveDefault': (s) => s.models.saveDefault({ ...modelName, modelName: 'other' }),
  'apiExtensions.findByName': (s) => s.apiExtensions.findByName('guard'),
  'apiExtensions.list': (s) => s.apiExtensions.list(),
  'apiExtensions.create': (s) => s.apiExtensions.create(newExtension('new')),
  'embeddings.find': (s) => s.embeddings.find(modelName, [HASH]),
  'embeddings.keep': (s) => s.embeddings.keep(modelName, new Map([[HASH, new Float32Array([1, 0])]])),
  'jobs.enqueue': (s) => s.jobs.enqueue({ name: 'job', payload: 'b', maxAttempts: 1, dedupeKey: 'same' }),
  'vectors.upsert': (s) => s.vectors.upsert('shared', [{ id: '1', vector: new Float32Array([0, 1]) }]),
  'vectors.search': (s) => s.vectors.search('shared', new Float32Array([1, 0]), 5),
  'texts.upsert': (s) => s.texts.upsert('shared', [{ id: '1', text: 'sealed b' }]),
  'texts.search': (s) => s.texts.search('shared', 'sealed', 5),
  'jobs.list': (s) => s.jobs.list(),
};

const foreignAppCalls: Calls<AppStores> = {
  'modelConfigs.find': (s) => s.modelConfigs.find(a.modelConfig.id),
  'endUsers.find': (s) => s.endUsers.find(a.endUser.id),
  'endUsers.get': (s) => s.endUsers.get(a.endUser.id),
  'endUsers.findBySession': (s) => s.endUsers.findBySession('service-api', 'a'),
  'conversations.find': (s) => s.conversations.find(a.conversation.id),
  'conversations.get': (s) => s.conversations.get(a.conversation.id),
  'conversations.rename': (s) => s.conversations.rename(a.conversation.id, { from: a.conversation.name, to: 'taken' }),
  'conversations.update': (s) => s.conversations.update(a.conversation.id, { name: 'taken' }),
  'conversations.delete': (s) => s.conversations.delete(a.conversation.id),
  'conversations.list': (s) => s.conversations.list({ owner: a.owner }),
  'conversations.pin': (s) => s.conversations.pin(a.conversation.id, a.owner),
  'conversations.unpin': (s) => s.conversations.unpin(a.conversation.id, a.owner),
  'conversations.listPins': (s) => s.conversations.listPins(a.owner),
  'conversations.findVariables': (s) => s.conversations.findVariables(a.conversation.id),
  'conversations.listVariables': (s) => s.conversations.listVariables(a.conversation.id),
  'conversations.findVariable': (s) => s.conversations.findVariable(a.conversation.id, 'v'),
  'conversations.saveVariables': (s) =>
    s.conversations.saveVariables(a.conversation.id, [
      { variableId: 'v', name: 'v', valueType: 'string', value: 'taken' },
    ]),
  'messages.find': (s) => s.messages.find(a.message.id),
  'messages.get': (s) => s.messages.get(a.message.id),
  'messages.findByRun': (s) => s.messages.findByRun(a.runId),
  'messages.create': (s) =>
    s.messages.create({ id: newId(), conversationId: a.conversation.id, query: 'q', inputs: {}, fromSource: 'api' }),
  'messages.update': (s) => s.messages.update(a.message.id, { answer: 'taken' }),
  'messages.delete': (s) => s.messages.delete(a.message.id),
  'messages.list': (s) => s.messages.list(a.conversation.id),
  'messages.listNewest': (s) => s.messages.listNewest(a.conversation.id, 10),
  'messages.countByParent': async (s) => {
    const { same, other } = await s.messages.countByParent(a.conversation.id, a.message.id);
    return same + other;
  },
  'messages.listLinks': (s) => s.messages.listLinks(a.conversation.id),
  'messages.findOldest': (s) => s.messages.findOldest(a.conversation.id),
  'messages.count': (s) => s.messages.count(a.conversation.id),
  'messageParts.saveFeedback': (s) =>
    s.messageParts.saveFeedback(a.message.id, { rating: null, fromSource: 'user', owner: a.owner }),
  'messageParts.findFeedbacks': (s) => s.messageParts.findFeedbacks([a.message.id]),
  'messageParts.addFile': (s) =>
    s.messageParts.addFile({
      ...{ messageId: a.message.id, type: 'image', transferMethod: 'remote_url', belongsTo: 'user' },
      ...{ createdBy: 'x', createdByRole: 'end_user' },
    }),
  'messageParts.findFiles': (s) => s.messageParts.findFiles([a.message.id]),
  'messageParts.findThoughts': (s) => s.messageParts.findThoughts([a.message.id]),
  'messageParts.bookmark': (s) => s.messageParts.bookmark(a.message.id, a.owner),
  'messageParts.removeBookmark': (s) => s.messageParts.removeBookmark(a.message.id, a.owner),
  'messageParts.findBookmarked': (s) => s.messageParts.findBookmarked(a.message.id, a.owner),
  'messageParts.listBookmarked': (s) => s.messageParts.listBookmarked(a.owner),
  'annotations.find': (s) => s.annotations.find(a.annotation.id),
  'annotations.get': (s) => s.annotations.get(a.annotation.id),
  'annotations.findByMessage': (s) => s.annotations.findByMessage(a.message.id),
  'annotations.update': (s) => s.annotations.update(a.annotation.id, { content: 'taken' }),
  'annotations.delete': (s) => s.annotations.delete(a.annotation.id),
  'annotations.recordHit': (s) => s.annotations.recordHit(hit(a.annotation.id)),
  'annotations.listHits': (s) => s.annotations.listHits(a.annotation.id),
};

const ownAppCalls: Calls<AppStores> = {
  'modelConfigs.create': (s) => s.modelConfigs.create({} as JsonObject, newId<AccountId>()),
  'site.find': (s) => s.site.find(),
  'site.get': (s) => s.site.get(),
  'site.update': (s) => s.site.update({ title: 'new' }),
  'site.create': async (s) => s.site.create({ code: 'code-a', title: 'taken' }).catch(() => {}), // the code is A's
  'endUsers.findOrCreate': (s) => s.endUsers.findOrCreate({ type: 'service-api', sessionId: 'a' }),
  'conversations.create': (s) =>
    s.conversations.create({ id: newId<ConversationId>(), mode: 'chat', inputs: {}, fromSource: 'api' }),
  'messageParts.listFeedbacks': (s) => s.messageParts.listFeedbacks(),
  'annotations.list': (s) => s.annotations.list({ keyword: 'a' }),
  'annotations.listAll': async (s) => (await Array.fromAsync(s.annotations.listAll())).flat(),
  'annotations.create': (s) => s.annotations.create({ question: 'q', content: 'c' }),
  'annotations.deleteAll': (s) => s.annotations.deleteAll(),
  'annotations.findSetting': (s) => s.annotations.findSetting(),
  'annotations.recallSetting': (s) => s.annotations.recallSetting(),
  'annotations.saveSetting': (s) =>
    s.annotations.saveSetting({ scoreThreshold: 0.1, embeddingProviderName: 'x', embeddingModelName: 'y' }),
  'annotations.deleteSetting': (s) => s.annotations.deleteSetting(),
  'logs.list': (s) => s.logs.list({ keyword: 'a' }),
};

test('every method of every store has a row here', () => {
  const { stores, app } = b;
  expect(methodsOf(stores).sort()).toEqual([...Object.keys(foreignTenantCalls), ...Object.keys(ownTenantCalls)].sort());
  expect(methodsOf(stores.ofApp(app)).sort()).toEqual(
    [...Object.keys(foreignAppCalls), ...Object.keys(ownAppCalls)].sort(),
  );
});

const REFUSALS = ['not_found', 'app_not_found', 'conflict', 'end_user_not_found'];

async function expectNothing(call: () => unknown): Promise<void> {
  try {
    const result = await call();
    expect(await isNothing(result), JSON.stringify(result)).toBe(true);
  } catch (error) {
    expect(REFUSALS).toContain((error as { code?: string }).code);
  }
  expect(traces()).toEqual([]);
}

/** A's ids and names must not be in what B is shown. */
async function expectOnlyOwn(call: () => unknown): Promise<void> {
  const shown = JSON.stringify((await call()) ?? null);
  for (const mark of [a.tenant.id, a.app.id, 'sealed a']) expect(shown).not.toContain(mark);
  expect(traces()).toEqual([]);
}

describe('on rows of another tenant', () => {
  test.each(Object.keys(foreignTenantCalls))('%s finds and does nothing', (name) =>
    expectNothing(() => foreignTenantCalls[name]?.(b.stores)),
  );
  test.each(Object.keys(foreignAppCalls))('ofApp: %s finds and does nothing', (name) =>
    expectNothing(() => foreignAppCalls[name]?.(b.stores.ofApp(b.app))),
  );
});

describe('beside another tenant', () => {
  test.each(Object.keys(ownTenantCalls))('%s sees and touches its own rows only', (name) =>
    expectOnlyOwn(() => ownTenantCalls[name]?.(b.stores)),
  );
  test.each(Object.keys(ownAppCalls))('ofApp: %s sees and touches its own rows only', (name) =>
    expectOnlyOwn(() => ownAppCalls[name]?.(b.stores.ofApp(b.app))),
  );
});

test('the app of another tenant opens no stores', () => {
  expect(() => b.stores.ofApp(a.app)).toThrow(expect.objectContaining({ code: 'app_not_found' }));
});

test('a batch cannot reach into another tenant by the ids it carries', async () => {
  const run = newRun(a.app.id, a.workflow.id);
  const refused = b.stores.runs.record({ runId: newId(), run });
  await expect(refused).rejects.toMatchObject({ code: 'app_not_found' });
  const stealing = b.stores.runs.record({ runId: b.runId, nodeExecutions: [{ ...node, id: a.nodeExecutionId }] });
  await expect(stealing).rejects.toMatchObject({ code: 'conflict' });
  const variables = [{ variableId: 'v', name: 'v', valueType: 'string', value: 'taken' }];
  const conversationVariables = { conversationId: a.conversation.id, variables };
  await b.stores.runs.record({ runId: b.runId, conversationVariables });
  await b.stores.runs.record({ runId: b.runId, agentThoughts: [thought(a.message.id)] });
  await b.stores.runs.record({ runId: b.runId, messagePatch: { id: a.message.id, answer: 'taken' } });
  await b.stores.runs.record({ runId: b.runId, conversationPatch: { id: a.conversation.id, name: 'taken' } });
  const message = {
    id: newId<MessageId>(),
    conversationId: a.conversation.id,
    query: 'q',
    inputs: {},
    fromSource: 'api',
  } as const;
  await expect(b.stores.runs.record({ runId: b.runId, message })).rejects.toMatchObject({ code: 'not_found' });
  expect(traces()).toEqual([]);
});

test('a row cannot be given away by a patch', async () => {
  const patch = { name: 'mine', tenantId: a.tenant.id };
  await b.stores.apps.update(b.app.id, patch);
  expect((await b.stores.apps.get(b.app.id)).tenantId).toBe(b.tenant.id);
});
