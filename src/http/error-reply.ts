import { type ErrorCode, KnownError, recogniseFullDisk } from '../kernel/index.ts';

/** The HTTP status of each expected error (spec/api.md 3). */
const statusOf = {
  bad_request: 400,
  invalid_param: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  request_entity_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  rate_limit_error: 429,
  server_closing: 503,
  internal_server_error: 500,
  app_unavailable: 400,
  app_not_found: 404,
  not_chat_app: 400,
  not_completion_app: 400,
  not_workflow_app: 400,
  conversation_completed: 400,
  invalid_graph: 400,
  invalid_dsl: 400,
  import_pending: 202,
  run_failed: 400,
  run_interrupted: 503,
  run_stopped: 400,
  run_timed_out: 400,
  run_paused: 400,
  run_not_resumable: 400,
  run_owned_elsewhere: 409,
  workflow_version_execution_not_allowed: 403,
  agent_not_published: 400,
  app_suggested_questions_after_answer_disabled: 403,
  app_more_like_this_disabled: 403,
  provider_not_initialize: 400,
  provider_quota_exceeded: 400,
  model_currently_not_support: 400,
  completion_request_error: 400,
  no_audio_uploaded: 400,
  audio_too_large: 413,
  unsupported_audio_type: 415,
  provider_not_support_speech_to_text: 400,
  speech_to_text_disabled: 400,
  no_file_uploaded: 400,
  too_many_files: 400,
  filename_not_exists_error: 400,
  file_extension_blocked: 400,
  remote_file_upload_error: 400,
  file_too_large: 413,
  unsupported_file_type: 415,
  file_not_found: 404,
  file_access_denied: 403,
  human_input_form_submitted: 412,
  human_input_form_expired: 412,
  invalid_form_data: 400,
  invalid_upload_token: 403,
  end_user_not_found: 404,
  web_sso_auth_required: 401,
  web_app_access_denied: 401,
  outbound_refused: 400,
  reply_too_large: 400,
  disk_full: 507,
  sandbox_unavailable: 500,
  not_built: 501,
  data_directory_invalid: 500,
  cache_directory_invalid: 500,
  configuration_invalid: 500,
  usage: 400,
} as const satisfies Record<ErrorCode, number>;

export interface ErrorReply {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details?: unknown;
}

/** Dify's envelope of an error. What is no KnownError is a bug: its text stays here. */
export function errorReply(thrown: unknown): ErrorReply {
  const error = recogniseFullDisk(thrown);
  if (!(error instanceof KnownError)) {
    return { code: 'internal_server_error', message: 'Internal Server Error, please contact support.', status: 500 };
  }
  const { code, message, details } = error;
  return { code, message, status: statusOf[code], ...(details !== undefined && { details }) };
}

/** True when nobody outside could have caused it: worth a stack in the log. */
export function isBug(error: unknown): boolean {
  return !(error instanceof KnownError);
}
