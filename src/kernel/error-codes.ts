/**
 * Every code of an expected error, with the text for people. Where Dify has a code, it is Dify's own
 * (Dify 1.x controllers/*\/error.py). `http/error-reply.ts` and `cli/exit-codes.ts` must answer each of them.
 */
export const errorCodes = {
  // requests
  bad_request: 'The request is not valid.',
  invalid_param: 'A parameter is not valid.',
  unauthorized: 'Unauthorized.',
  forbidden: 'You do not have permission for this.',
  not_found: 'Not found.',
  method_not_allowed: 'The method is not allowed for this URL.',
  conflict: 'The request conflicts with what is stored.',
  request_entity_too_large: 'The request is too large.',
  unsupported_media_type: 'The media type is not supported.',
  too_many_requests: 'Too many requests. Please try again later.',
  rate_limit_error: 'Rate limit exceeded.',
  internal_server_error: 'Internal Server Error, please contact support.',
  // apps and runs
  app_unavailable: 'App unavailable, please check your app configurations.',
  app_not_found: 'App not found.',
  not_chat_app: 'Please check if your app mode matches the right API route.',
  not_completion_app: 'Please check if your Completion app mode matches the right API route.',
  not_workflow_app: 'Please check if your app mode matches the right API route.',
  conversation_completed: 'The conversation has ended. Please start a new conversation.',
  invalid_graph: 'The workflow graph is not valid.',
  invalid_dsl: 'The file is not a valid Dify app.',
  import_pending: 'The file was written by another version of Dify; confirm the import to go on.',
  run_failed: 'The run failed.',
  run_stopped: 'The run was stopped.',
  run_timed_out: 'The run took longer than allowed.',
  run_paused: 'The run waits for a person.',
  run_not_resumable: 'The run cannot be resumed.',
  run_owned_elsewhere: 'The run is being executed by another process.',
  workflow_version_execution_not_allowed: 'This version of the workflow cannot be run.',
  agent_not_published: 'The agent is not published.',
  app_suggested_questions_after_answer_disabled: 'Function Suggested questions after answer disabled.',
  app_more_like_this_disabled: 'The "More like this" feature is disabled.',
  // models
  provider_not_initialize: 'No valid model provider credentials found. Please complete your provider credentials.',
  provider_quota_exceeded: 'Your quota for the model provider has been exhausted.',
  model_currently_not_support: 'Model is currently not supported.',
  completion_request_error: 'Completion request failed.',
  // audio
  no_audio_uploaded: 'Please upload your audio.',
  audio_too_large: 'Audio size is too large.',
  unsupported_audio_type: 'Audio type is not allowed.',
  provider_not_support_speech_to_text: 'Provider does not support speech to text.',
  speech_to_text_disabled: 'Speech to text is disabled.',
  // files
  no_file_uploaded: 'Please upload your file.',
  too_many_files: 'Only one file is allowed.',
  filename_not_exists_error: 'The specified filename does not exist.',
  file_extension_blocked: 'The file extension is blocked for security reasons.',
  remote_file_upload_error: 'Error uploading remote file.',
  file_too_large: 'File size exceeded.',
  unsupported_file_type: 'File type not allowed.',
  file_not_found: 'The requested file was not found.',
  file_access_denied: 'Access to the requested file is denied.',
  // people
  human_input_form_submitted: 'This form has already been submitted.',
  human_input_form_expired: 'This form has expired.',
  invalid_form_data: 'The form data is not valid.',
  end_user_not_found: 'End user not found.',
  web_sso_auth_required: 'Web app authentication required.',
  web_app_access_denied: 'You do not have permission to access this web app.',
  // the machine
  outbound_refused: 'The address may not be reached from here.',
  reply_too_large: 'The reply is larger than allowed.',
  sandbox_unavailable: 'The code sandbox is not available.',
  not_built: 'This part is not built yet.',
  data_directory_invalid: 'The data directory cannot be used.',
  cache_directory_invalid: 'The cache directory cannot be used.',
  configuration_invalid: 'The configuration is not valid.',
  usage: 'The command was not used correctly.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorCodes;
