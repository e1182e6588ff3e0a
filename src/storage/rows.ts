import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { tables } from './dialects/sqlite/schema.ts';

type Tables = typeof tables;

/** The rows, as drizzle infers them from the tables: null where SQL says null. */
export type Row<Name extends keyof Tables> = InferSelectModel<Tables[Name]>;
export type NewRow<Name extends keyof Tables> = InferInsertModel<Tables[Name]>;

export type Tenant = Row<'tenants'>;
export type Account = Row<'accounts'>;
export type TenantAccountJoin = Row<'tenantAccountJoins'>;
export type App = Row<'apps'>;
export type AppModelConfig = Row<'appModelConfigs'>;
export type Site = Row<'sites'>;
export type ApiToken = Row<'apiTokens'>;
export type InstalledApp = Row<'installedApps'>;
export type Tag = Row<'tags'>;
export type PendingImport = Row<'pendingImports'>;
export type Workflow = Row<'workflows'>;
export type WorkflowRun = Row<'workflowRuns'>;
export type NodeExecution = Row<'workflowNodeExecutions'>;
export type WorkflowAppLog = Row<'workflowAppLogs'>;
export type HumanInputForm = Row<'humanInputForms'>;
export type EndUser = Row<'endUsers'>;
export type Conversation = Row<'conversations'>;
export type ConversationVariable = Row<'conversationVariables'>;
export type PinnedConversation = Row<'pinnedConversations'>;
export type Message = Row<'messages'>;
export type MessageFeedback = Row<'messageFeedbacks'>;
export type MessageFile = Row<'messageFiles'>;
export type MessageAgentThought = Row<'messageAgentThoughts'>;
export type MessageAnnotation = Row<'messageAnnotations'>;
export type AppAnnotationSetting = Row<'appAnnotationSettings'>;
export type AnnotationHit = Row<'annotationHits'>;
export type UploadFile = Row<'uploadFiles'>;
export type ToolFile = Row<'toolFiles'>;
export type Provider = Row<'providers'>;
export type ProviderCredential = Row<'providerCredentials'>;
export type ProviderModel = Row<'providerModels'>;
export type ProviderModelCredential = Row<'providerModelCredentials'>;
export type ProviderModelSetting = Row<'providerModelSettings'>;
export type TenantDefaultModel = Row<'tenantDefaultModels'>;
export type ApiBasedExtension = Row<'apiBasedExtensions'>;
export type Job = Row<'jobs'>;
