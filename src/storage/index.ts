/**
 * What the instance keeps. A *store* has the rows of one owner (a tenant, an app, or the system); a *batch* is written
 * together; a *blob* is bytes named by their SHA-256; a *lease* is a right that one process holds until an instant.
 */
export { type BlobHash, type BlobStore, type ByteRange, hashOf, type StoredBlob } from './blobs/blob-store.ts';
export type { StorageLog } from './log.ts';
export { DEFAULT_LIMIT, type KeysetPage, MAX_LIMIT, type NumberedPage } from './owned-rows.ts';
export type {
  Account,
  App,
  Conversation,
  ConversationVariable,
  Message,
  NodeExecution,
  Tenant,
  Workflow,
  WorkflowAppLog,
  WorkflowRun,
} from './rows.ts';
export { openStorage, type Storage, type StorageOptions } from './storage.ts';
export type { AppFilter, AppPatch, NewApp } from './stores/apps.ts';
export type { ChatOwner, ConversationListRequest } from './stores/conversations.ts';
export type {
  ConversationPatch,
  ConversationVariableRecord,
  MessagePatch,
  NewConversation,
  NewMessage,
  NewWorkflowRun,
  NodeExecutionRecord,
  RecordedEvent,
  RunBatch,
  WorkflowRunPatch,
} from './stores/run-recording.ts';
export type { Lease, RunFilter } from './stores/runs.ts';
export { DRAFT, type VersionNote, type WorkflowContent } from './stores/workflows.ts';
export type { SystemStores } from './system-stores.ts';
export { type AppMode, appModes, type CreatorRole, type NodeStatus, type RunStatus } from './tables/words.ts';
export type { AppStores, TenantStores } from './tenant-stores.ts';
