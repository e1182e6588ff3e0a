import { type ErrorCode, KnownError } from '../kernel/index.ts';

/** What a command's end means, for scripts. The README repeats this table; a test compares the two. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  paused: 3,
  notAllowed: 4,
  notFound: 5,
  rateLimited: 7,
  timedOut: 124,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const { failed, usage, paused, notAllowed, notFound, rateLimited, timedOut, interrupted } = exitCodes;

/** The exit code of each expected error. */
const byErrorCode = {
  bad_request: usage,
  invalid_param: usage,
  unauthorized: notAllowed,
  forbidden: notAllowed,
  not_found: notFound,
  method_not_allowed: usage,
  conflict: failed,
  request_entity_too_large: usage,
  unsupported_media_type: usage,
  too_many_requests: rateLimited,
  rate_limit_error: rateLimited,
  internal_server_error: failed,
  app_unavailable: failed,
  app_not_found: notFound,
  not_chat_app: usage,
  not_completion_app: usage,
  not_workflow_app: usage,
  conversation_completed: failed,
  invalid_graph: usage,
  invalid_dsl: usage,
  import_pending: usage,
  run_failed: failed,
  run_stopped: interrupted,
  run_timed_out: timedOut,
  run_paused: paused,
  run_not_resumable: failed,
  run_owned_elsewhere: failed,
  workflow_version_execution_not_allowed: notAllowed,
  agent_not_published: failed,
  app_suggested_questions_after_answer_disabled: notAllowed,
  app_more_like_this_disabled: notAllowed,
  provider_not_initialize: notAllowed,
  provider_quota_exceeded: rateLimited,
  model_currently_not_support: failed,
  completion_request_error: failed,
  no_audio_uploaded: usage,
  audio_too_large: usage,
  unsupported_audio_type: usage,
  provider_not_support_speech_to_text: failed,
  speech_to_text_disabled: notAllowed,
  no_file_uploaded: usage,
  too_many_files: usage,
  filename_not_exists_error: usage,
  file_extension_blocked: usage,
  remote_file_upload_error: failed,
  file_too_large: usage,
  unsupported_file_type: usage,
  file_not_found: notFound,
  file_access_denied: notAllowed,
  human_input_form_submitted: failed,
  human_input_form_expired: failed,
  invalid_form_data: usage,
  end_user_not_found: notFound,
  web_sso_auth_required: notAllowed,
  web_app_access_denied: notAllowed,
  outbound_refused: notAllowed,
  reply_too_large: failed,
  sandbox_unavailable: failed,
  not_built: failed,
  data_directory_invalid: failed,
  cache_directory_invalid: failed,
  configuration_invalid: usage,
  usage,
} as const satisfies Record<ErrorCode, ExitCode>;

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof KnownError ? byErrorCode[error.code] : failed;
}
