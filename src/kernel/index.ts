/** Bedrock: errors, ids, JSON and other plain values, time. No I/O, no dependencies. */
export { type AppMode, appModes, isAppMode, isWorkflowMode } from './app-mode.ts';
export { type Caller, type InvokeSource, type Role, roles } from './caller.ts';
export { recogniseFullDisk } from './disk-full.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export { errorText, KnownError } from './errors.ts';
export {
  type AccountId,
  type ApiTokenId,
  type AppId,
  type ConversationId,
  type EndUserId,
  type IdSource,
  isUuid,
  type JobId,
  type MessageId,
  type NodeExecutionId,
  type TaskId,
  type TenantId,
  type UploadFileId,
  type WorkflowId,
  type WorkflowRunId,
} from './ids.ts';
export {
  Float,
  float,
  integer,
  isInteger,
  isJsonObject,
  isNumber,
  type JsonArray,
  type JsonNumber,
  type JsonObject,
  type JsonPrimitive,
  type JsonValue,
  type PlainJson,
  parseJson,
  printFloat,
  printJson,
  toNumber,
  toPlainJson,
} from './json.ts';
export { findJsonObject, jsonObjectsIn } from './json-in-text.ts';
export { mapValues } from './map-values.ts';
export type { ModelUsage } from './model-usage.ts';
export { canonicalModelProvider, shortProviderName } from './provider-name.ts';
export { pythonJson, pythonRepr, pythonStr, pythonTypeName } from './python-print.ts';
export { hintOfRefusal } from './refused-access.ts';
export { type Place, Roster } from './roster.ts';
export { idFromText } from './stable-id.ts';
export { THINK_END, THINK_START, ThinkTags, takeThinking, withoutThinking } from './think-tags.ts';
export { type Clock, toUnixSeconds } from './time.ts';
