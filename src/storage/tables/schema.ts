import type { Columns } from '../columns.ts';
import * as annotations from './annotations.ts';
import * as apps from './apps.ts';
import * as conversations from './conversations.ts';
import * as extensions from './extensions.ts';
import * as files from './files.ts';
import * as jobs from './jobs.ts';
import * as models from './models.ts';
import * as runs from './runs.ts';
import * as tenants from './tenants.ts';
import * as workflows from './workflows.ts';

/** Every table, in one dialect's terms. */
export function defineSchema(c: Columns) {
  const people = { tenants: tenants.tenants(c), accounts: tenants.accounts(c) };
  const app = { apps: apps.apps(c) };
  const tag = { tags: apps.tags(c) };
  const run = { workflowRuns: runs.workflowRuns(c) };
  const conversation = { conversations: conversations.conversations(c) };
  const message = { messages: conversations.messages(c, conversation) };
  const annotation = { messageAnnotations: annotations.messageAnnotations(c, app) };
  return {
    ...people,
    tenantAccountJoins: tenants.tenantAccountJoins(c, people),
    difySetups: tenants.difySetups(c),
    ...app,
    appModelConfigs: apps.appModelConfigs(c, app),
    sites: apps.sites(c, app),
    apiTokens: apps.apiTokens(c, app),
    installedApps: apps.installedApps(c, app),
    ...tag,
    tagBindings: apps.tagBindings(c, tag),
    pendingImports: apps.pendingImports(c),
    workflows: workflows.workflows(c, app),
    ...run,
    workflowNodeExecutions: runs.workflowNodeExecutions(c, run),
    runEvents: runs.runEvents(c, run),
    workflowAppLogs: runs.workflowAppLogs(c, run),
    humanInputForms: runs.humanInputForms(c, run),
    endUsers: conversations.endUsers(c),
    ...conversation,
    conversationVariables: conversations.conversationVariables(c, conversation),
    pinnedConversations: conversations.pinnedConversations(c, conversation),
    ...message,
    messageFeedbacks: conversations.messageFeedbacks(c, message),
    messageFiles: conversations.messageFiles(c, message),
    messageAgentThoughts: conversations.messageAgentThoughts(c, message),
    savedMessages: conversations.savedMessages(c, message),
    ...annotation,
    appAnnotationSettings: annotations.appAnnotationSettings(c, app),
    annotationHits: annotations.annotationHits(c, { ...app, ...annotation }),
    uploadFiles: files.uploadFiles(c),
    toolFiles: files.toolFiles(c),
    blobs: files.blobs(c),
    payloadBlobs: files.payloadBlobs(c),
    providers: models.providers(c),
    providerCredentials: models.providerCredentials(c),
    providerModels: models.providerModels(c),
    providerModelCredentials: models.providerModelCredentials(c),
    providerModelSettings: models.providerModelSettings(c),
    tenantDefaultModels: models.tenantDefaultModels(c),
    apiBasedExtensions: extensions.apiBasedExtensions(c),
    embeddings: models.embeddings(c),
    jobs: jobs.jobs(c),
    jobSchedules: jobs.jobSchedules(c),
  };
}
