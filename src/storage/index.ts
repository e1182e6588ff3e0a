/**
 * What the instance keeps. A *store* has the rows of one owner (a tenant, an app, or the system); a *batch* is written
 * together; a *blob* is bytes named by their SHA-256; a *lease* is a right that one process holds until an instant.
 */
export type { BlobStore, ByteRange } from './blobs/blob-store.ts';
export type { KeysetPage, NumberedPage } from './owned-rows.ts';
export { mayPass } from './passing-errors.ts';
export { isAlone, isPresent, showPresence, sweepPresences } from './presence.ts';
export type {
  Account,
  ApiBasedExtension,
  ApiToken,
  App,
  AppAnnotationSetting,
  Conversation,
  ConversationVariable,
  EndUser,
  HumanInputForm,
  Job,
  Message,
  MessageAgentThought,
  MessageAnnotation,
  MessageFeedback,
  MessageFile,
  NodeExecution,
  ProviderCredential,
  Site,
  ToolFile,
  UploadFile,
  Workflow,
  WorkflowRun,
} from './rows.ts';
export { openStorage, openStorageToRead, type Storage } from './storage.ts';
export { hashToken } from './stores/apps/api-tokens.ts';
export type { AppLogEntry, AppLogFilter } from './stores/apps/app-logs.ts';
export type { SiteRecord } from './stores/apps/sites.ts';
export { DRAFT, type WorkflowContent } from './stores/apps/workflows.ts';
export { type ChatOwner, makerColumns } from './stores/chat/chat-owner.ts';
export type {
  ConversationVariableRecord,
  MessageFileRecord,
  MessagePatch,
  NewConversation,
  NewMessage,
  ThoughtRecord,
} from './stores/chat/chat-records.ts';
export { mayShow } from './stores/chat/message-uploads.ts';
export type { NewJob } from './stores/jobs/new-jobs.ts';
export type {
  FormPatch,
  FormRecord,
  NewWorkflowRun,
  NodeExecutionRecord,
  RecordedEvents,
  RunBatch,
  WorkflowRunPatch,
} from './stores/runs/run-batch.ts';
export type { TokenOwner } from './stores/tenants/lookups.ts';
export type { Admission, Member } from './stores/tenants/members.ts';
export type { SystemStores } from './system-stores.ts';
export type { CreatorRole, JobStatus, RunStatus } from './tables/words.ts';
export type { AppStores, TenantStores } from './tenant-stores.ts';
