import { z } from 'zod';

/**
 * The shapes of answers, for the OpenAPI document and for tests that hold answers against them. Objects are loose: a
 * newer program may say more.
 */
const text = z.string();
const id = z.string().describe('UUID');
const seconds = z.int().describe('Seconds since the Unix epoch');
const iso = z.string().describe('ISO 8601');
const json = z.record(z.string(), z.unknown());
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

const SuccessReply = z.object({ result: z.literal('success') });

const ErrorBody = z.looseObject({ code: text, message: text, status: z.int() });

const keyset = <Item extends z.ZodType>(item: Item) =>
  z.object({ limit: z.int(), has_more: z.boolean(), data: z.array(item) });
const numbered = <Item extends z.ZodType>(item: Item) => keyset(item).extend({ total: z.int(), page: z.int() });

const IndexReply = z.object({ welcome: text, api_version: text, server_version: text });
const InfoReply = z.object({
  name: text,
  description: text,
  tags: z.array(text),
  mode: text,
  author_name: text,
});
const MetaReply = z.object({ tool_icons: json });

const feature = z.looseObject({ enabled: z.boolean() });
const ParametersReply = z.object({
  opening_statement: optional(text),
  suggested_questions: z.array(text),
  suggested_questions_after_answer: feature,
  speech_to_text: feature,
  text_to_speech: feature,
  retriever_resource: feature,
  annotation_reply: feature,
  more_like_this: feature,
  user_input_form: z.array(json),
  sensitive_word_avoidance: feature,
  file_upload: json,
  system_parameters: z.record(text, z.int()),
});

const SiteReply = z.looseObject({
  title: text,
  chat_color_theme: optional(text),
  chat_color_theme_inverted: z.boolean(),
  icon_type: optional(text),
  icon: optional(text),
  icon_background: optional(text),
  icon_url: optional(text),
  description: optional(text),
  copyright: optional(text),
  privacy_policy: optional(text),
  custom_disclaimer: optional(text),
  default_language: text,
  show_workflow_steps: z.boolean(),
  use_icon_as_answer_icon: z.boolean(),
});
const WebSiteReply = z.looseObject({ app_id: id, end_user_id: id, enable_site: z.boolean(), site: SiteReply });

const usage = z.looseObject({ total_tokens: z.int(), total_price: text, currency: text });
const ChatReply = z.looseObject({
  event: text,
  task_id: id,
  id,
  message_id: id,
  conversation_id: id.optional(),
  mode: text,
  answer: text,
  metadata: z.looseObject({ usage: usage.optional() }),
  created_at: seconds,
});
const WorkflowRunReply = z.looseObject({
  task_id: id,
  workflow_run_id: id,
  data: z.looseObject({ id, workflow_id: id, status: text, outputs: json, created_at: seconds }),
});
const RunDetailReply = z.object({
  id,
  workflow_id: id,
  status: text,
  inputs: text.describe('JSON text'),
  outputs: json,
  error: optional(text),
  total_steps: z.int(),
  total_tokens: z.int(),
  created_at: seconds,
  finished_at: optional(seconds),
  elapsed_time: z.unknown().describe('Seconds, a decimal number'),
});

const AppLog = z.object({
  id,
  workflow_run: optional(z.looseObject({ id, version: text, status: text, created_at: seconds })),
  details: z.unknown(),
  created_from: text,
  created_by_role: text,
  created_by_account: optional(z.looseObject({ id, name: text, email: text })),
  created_by_end_user: optional(z.looseObject({ id, type: text, is_anonymous: z.boolean(), session_id: text })),
  created_at: seconds,
});
const AppLogsReply = numbered(AppLog);

const MessageFile = z.looseObject({
  id,
  filename: optional(text),
  type: text,
  url: optional(text),
  mime_type: optional(text),
  size: optional(z.int()),
  transfer_method: text,
  belongs_to: optional(text),
  upload_file_id: optional(text),
});
const MessageReply = z.looseObject({
  id,
  conversation_id: id,
  parent_message_id: optional(id),
  inputs: json,
  query: text,
  answer: text,
  feedback: optional(z.looseObject({ rating: optional(text) })),
  retriever_resources: z.array(json),
  message_files: z.array(MessageFile),
  agent_thoughts: z.array(z.looseObject({ id, position: z.int() })),
  created_at: seconds,
  status: text,
  error: optional(text),
});
const MessagesReply = keyset(MessageReply);
const SavedMessagesReply = keyset(z.looseObject({ id, query: text, answer: text, created_at: seconds }));
const SuggestionsReply = z.object({ result: text.optional(), data: z.array(text) });
const FeedbacksReply = z.object({
  data: z.array(z.looseObject({ id, message_id: id, rating: text, content: optional(text), created_at: iso })),
});

const ConversationReply = z.object({
  id,
  name: text,
  inputs: json,
  status: text,
  introduction: text,
  created_at: seconds,
  updated_at: seconds,
});
const ConversationsReply = keyset(ConversationReply);
const VariableReply = z.object({
  id: text,
  name: text,
  value_type: text,
  value: text,
  description: text,
  created_at: seconds,
  updated_at: seconds,
});
const VariablesReply = keyset(VariableReply);

const FileReply = z.looseObject({
  id,
  name: text,
  size: z.int(),
  extension: text,
  mime_type: optional(text),
  created_by: optional(text),
  created_at: seconds,
  preview_url: optional(text),
});
const RemoteUploadReply = FileReply.omit({ preview_url: true }).extend({ url: text });
const RemoteFileReply = z.object({ file_type: text, file_length: z.int() });

const AnnotationReply = z.object({
  id,
  question: text,
  answer: text,
  hit_count: z.int(),
  created_at: seconds,
});
const AnnotationsReply = numbered(AnnotationReply);
const JobReply = z.object({ job_id: id, job_status: text });
const JobStatusReply = JobReply.extend({ error_msg: text });

const TranscriptReply = z.object({ text });
const EndUserReply = z.object({
  id,
  tenant_id: id,
  app_id: id,
  type: text,
  external_user_id: optional(text),
  name: optional(text),
  is_anonymous: z.boolean(),
  session_id: text,
  created_at: iso,
  updated_at: iso,
});
const UploadTokenReply = z.looseObject({ upload_token: text, expires_at: seconds });
const FormReply = z.looseObject({
  form_content: text,
  inputs: z.array(z.unknown()),
  resolved_default_values: json,
  user_actions: z.array(z.unknown()),
  expiration_time: seconds,
});
const EmptyReply = z.object({});
const ModelsReply = z.object({
  data: z.array(z.looseObject({ provider: text, status: text, models: z.array(z.looseObject({ model: text })) })),
});
const PassportReply = z.object({ access_token: text });
const SetupReply = z.object({ step: z.enum(['not_started', 'finished']), setup_at: optional(iso) });

export const replies = {
  SuccessReply,
  ErrorBody,
  IndexReply,
  InfoReply,
  MetaReply,
  ParametersReply,
  SiteReply,
  WebSiteReply,
  ChatReply,
  WorkflowRunReply,
  RunDetailReply,
  AppLogsReply,
  MessageReply,
  MessagesReply,
  SavedMessagesReply,
  SuggestionsReply,
  FeedbacksReply,
  ConversationReply,
  ConversationsReply,
  VariableReply,
  VariablesReply,
  FileReply,
  RemoteFileReply,
  RemoteUploadReply,
  AnnotationReply,
  AnnotationsReply,
  JobReply,
  JobStatusReply,
  TranscriptReply,
  EndUserReply,
  FormReply,
  UploadTokenReply,
  EmptyReply,
  ModelsReply,
  PassportReply,
  SetupReply,
} as const;
