/** Branded ids: an `AppId` is not a `TenantId`, although both are UUID texts. */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'tenant'>;
export type AccountId = Id<'account'>;
export type EndUserId = Id<'end-user'>;
export type AppId = Id<'app'>;
export type WorkflowId = Id<'workflow'>;
export type WorkflowRunId = Id<'workflow-run'>;
export type NodeExecutionId = Id<'node-execution'>;
export type ConversationId = Id<'conversation'>;
export type MessageId = Id<'message'>;
export type UploadFileId = Id<'upload-file'>;
export type ApiTokenId = Id<'api-token'>;
export type JobId = Id<'job'>;
/** The handle of a live run: what a stop endpoint takes. */
export type TaskId = Id<'task'>;

/** Makes new ids; passed in wherever ids are made, so that tests can foresee them. */
export interface IdSource {
  /** A new UUID, lower case; ids made later sort later. */
  next(): string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
