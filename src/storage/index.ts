/**
 * What the instance keeps. A *store* has the rows of one owner (a tenant, an app, or the system); a *batch* is written
 * together; a *blob* is bytes named by their SHA-256; a *lease* is a right that one process holds until an instant.
 */
export { type BlobHash, type BlobStore, type ByteRange, hashOf, type StoredBlob } from './blobs/blob-store.ts';
export type { StorageLog } from './log.ts';
export { DEFAULT_LIMIT, type KeysetPage, MAX_LIMIT, type NumberedPage } from './owned-rows.ts';
export { mayPass } from './passing-errors.ts';
export { isAlone, isPresent, type Presence, showPresence, sweepPresences } from './presence.ts';
export type {
  Account,
  AnnotationHit,
  ApiBasedExtension,
  ApiToken,
  App,
  AppAnnotationSetting,
  AppModelConfig,
  Conversation,
  ConversationVariable,
  EndUser,
  HumanInputForm,
  InstalledApp,
  Job,
  Message,
  MessageAgentThought,
  MessageAnnotation,
  MessageFeedback,
  MessageFile,
  NodeExecution,
  PendingImport,
  PinnedConversation,
  Provider,
  ProviderCredential,
  ProviderModel,
  ProviderModelCredential,
  ProviderModelSetting,
  SavedMessage,
  Site,
  Tag,
  Tenant,
  TenantAccountJoin,
  TenantDefaultModel,
  ToolFile,
  UploadFile,
  Workflow,
  WorkflowAppLog,
  WorkflowRun,
} from './rows.ts';
export type { TextIndex, TextItem } from './search/text-index.ts';
export type { SearchHit, VectorIndex, VectorItem } from './search/vector-index.ts';
export { openStorage, openStorageToRead, type Storage, type StorageOptions } from './storage.ts';
export type { NewAnnotation, NewAnnotationHit } from './stores/annotations.ts';
export { hashToken, type NewApiToken } from './stores/api-tokens.ts';
export type { AppLogEntry, AppLogFilter } from './stores/app-logs.ts';
export type { SitePatch, SiteRecord } from './stores/app-settings.ts';
export type { AppFilter, AppPatch, NewApp } from './stores/apps.ts';
export {
  type ChatOwner,
  type ConversationListRequest,
  chatOwnerColumns,
  makerColumns,
} from './stores/conversations.ts';
export type { EndUserIdentity } from './stores/end-users.ts';
export type { NewToolFile, NewUploadFile } from './stores/files.ts';
export type { FormAnswer, NewHumanInputForm } from './stores/forms.ts';
export type { ClaimRequest } from './stores/job-claims.ts';
export type { JobFilter } from './stores/jobs.ts';
export type { TokenOwner } from './stores/lookups.ts';
export type { Admission, Member, NewMember } from './stores/members.ts';
export type { NewMessageFile, Opinion } from './stores/message-parts.ts';
export { mayShow } from './stores/message-uploads.ts';
export type { ModelName } from './stores/models.ts';
export type { NewJob } from './stores/new-jobs.ts';
export type {
  AppLogRecord,
  ConversationPatch,
  ConversationVariableRecord,
  FormPatch,
  FormRecord,
  MessageFileRecord,
  MessagePatch,
  NewConversation,
  NewMessage,
  NewWorkflowRun,
  NodeExecutionRecord,
  RecordedEvents,
  RunBatch,
  ThoughtRecord,
  WorkflowRunPatch,
} from './stores/run-batch.ts';
export type { RunOfTenant } from './stores/run-leases.ts';
export type { Lease, RunFilter } from './stores/runs.ts';
export { DRAFT, type VersionNote, type WorkflowContent } from './stores/workflows.ts';
export type { NewPendingImport } from './stores/workspace.ts';
export type { SystemStores } from './system-stores.ts';
export {
  type AppMode,
  appModes,
  type CreatorRole,
  type EndUserType,
  type FormStatus,
  type JobStatus,
  type MessageStatus,
  type NodeStatus,
  type RunStatus,
} from './tables/words.ts';
export type { AppStores, TenantStores } from './tenant-stores.ts';
