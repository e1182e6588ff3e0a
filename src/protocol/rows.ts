import { isFileJson } from '../engine/index.ts';
import { float, isJsonObject, type JsonObject, type JsonValue, printJson, toUnixSeconds } from '../kernel/index.ts';
import type {
  Conversation,
  ConversationVariable,
  HumanInputForm,
  Message,
  MessageAgentThought,
  MessageFeedback,
  MessageFile,
  ToolFile,
  UploadFile,
  WorkflowRun,
} from '../storage/index.ts';
import { citationsToWire } from './citations.ts';
import { textsOf } from './values.ts';

const seconds = (instant: number | null) => (instant === null ? null : toUnixSeconds(instant));

/** An item of `GET /conversations`. */
export function conversationToWire(row: Conversation): JsonObject {
  return {
    id: row.id,
    name: row.name,
    inputs: row.inputs,
    status: row.status,
    introduction: row.introduction ?? '',
    created_at: seconds(row.createdAt),
    updated_at: seconds(row.updatedAt),
  };
}

/** An item of `GET /conversations/{id}/variables`; values that are no texts are printed as JSON. */
export function conversationVariableToWire(row: ConversationVariable): JsonObject {
  return {
    id: row.variableId,
    name: row.name,
    value_type: row.valueType,
    value: typeof row.value === 'string' ? row.value : printJson(row.value),
    description: row.description,
    created_at: seconds(row.createdAt),
    updated_at: seconds(row.updatedAt),
  };
}

export interface MessageParts {
  readonly message: Message;
  readonly feedback?: MessageFeedback;
  readonly files: readonly { readonly file: MessageFile; readonly upload?: UploadFile }[];
  readonly thoughts: readonly MessageAgentThought[];
  readonly forms: readonly { readonly form: HumanInputForm; readonly content: string }[];
}

/** A link that opens a stored file for a while. */
export type FileLink = (id: string) => string;

/** An item of `GET /messages`. */
export function messageToWire(
  { message, feedback, files, thoughts, forms }: MessageParts,
  linkOf: FileLink,
): JsonObject {
  const metadata = message.messageMetadata ?? {};
  return {
    id: message.id,
    conversation_id: message.conversationId,
    parent_message_id: message.parentMessageId,
    inputs: message.inputs,
    query: message.query,
    answer: message.answer,
    feedback: feedback ? { rating: feedback.rating } : null,
    retriever_resources: citationsToWire(message.id, metadata['retriever_resources']),
    created_at: seconds(message.createdAt),
    agent_thoughts: thoughts.map(thoughtToWire),
    message_files: files.map((file) => messageFileToWire(file, linkOf)),
    status: message.status,
    error: message.error,
    extra_contents: forms.map(askedFormToWire),
    message_tokens: message.messageTokens,
    answer_tokens: message.answerTokens,
    total_tokens: message.messageTokens + message.answerTokens,
    total_price: message.totalPrice,
    currency: message.currency,
    provider_response_latency: float(message.providerResponseLatency),
  };
}

/** The same, and where the answer came from: for clients that show it (Dify 1.x `WebMessageListItem`). */
export function webMessageToWire(parts: MessageParts, linkOf: FileLink): JsonObject {
  return { ...messageToWire(parts, linkOf), metadata: parts.message.messageMetadata ?? {} };
}

/** A form among what a message holds beside its text (Dify core/entities/execution_extra_content.py). */
function askedFormToWire({ form, content }: MessageParts['forms'][number]): JsonObject {
  const { content: form_content, inputs, actions, defaults } = form.definition;
  const node = { node_id: form.nodeId, node_title: form.nodeTitle };
  const chosen = Array.isArray(actions) ? actions.find((action) => idOfAction(action) === form.selectedActionId) : null;
  // what time has answered chose none of the actions
  const isSubmitted = form.status === 'submitted' || (form.status === 'answered' && isJsonObject(chosen));
  return {
    type: 'human_input',
    workflow_run_id: form.workflowRunId,
    submitted: isSubmitted,
    form_definition: {
      ...{ form_id: form.id, ...node, form_content: form_content ?? '' },
      ...{ inputs: inputs ?? [], actions: actions ?? [], display_in_ui: true },
      form_token: form.status === 'waiting' ? form.token : null,
      resolved_default_values: defaults ?? {},
      expiration_time: seconds(form.expiresAt),
    },
    form_submission_data: isSubmitted
      ? {
          ...{ ...node, rendered_content: content, action_id: form.selectedActionId },
          action_text: isJsonObject(chosen) ? (chosen['title'] ?? '') : '',
          submitted_data: form.submittedData,
        }
      : null,
  };
}

const idOfAction = (action: JsonValue) => (isJsonObject(action) ? action['id'] : undefined);

function thoughtToWire(row: MessageAgentThought): JsonObject {
  return {
    id: row.id,
    chain_id: row.messageChainId,
    message_id: row.messageId,
    position: row.position,
    thought: row.thought,
    tool: row.tool,
    tool_labels: row.toolLabels,
    tool_input: row.toolInput,
    observation: row.observation,
    created_at: seconds(row.createdAt),
    files: row.messageFiles,
  };
}

function messageFileToWire({ file, upload }: MessageParts['files'][number], linkOf: FileLink): JsonObject {
  return {
    id: file.id,
    filename: upload?.name ?? nameInUrl(file.url),
    type: file.type,
    url: upload ? linkOf(upload.id) : file.url,
    mime_type: upload?.mimeType ?? null,
    size: upload?.size ?? null,
    transfer_method: file.transferMethod,
    belongs_to: file.belongsTo,
    upload_file_id: file.uploadFileId,
  };
}

function nameInUrl(url: string | null): string {
  return (
    URL.parse(url ?? '')
      ?.pathname.split('/')
      .at(-1) || 'file'
  );
}

/** An item of `GET /saved-messages`. */
export function savedMessageToWire(parts: MessageParts, linkOf: FileLink): JsonObject {
  const { id, inputs, query, answer, message_files, feedback, created_at } = messageToWire(parts, linkOf);
  return { id, inputs, query, answer, message_files, feedback, created_at } as JsonObject; // all of them are there
}

/** `GET /workflows/run/{id}`: inputs as JSON text, outputs as an object. */
export function workflowRunToWire(row: WorkflowRun): JsonObject {
  return {
    id: row.id,
    workflow_id: row.workflowId,
    status: row.status,
    inputs: printJson(row.inputs ?? {}),
    outputs: row.outputs ?? {},
    error: row.error,
    total_steps: row.totalSteps,
    total_tokens: row.totalTokens,
    created_at: seconds(row.createdAt),
    finished_at: seconds(row.finishedAt),
    elapsed_time: float(row.elapsedTime),
  };
}

/** What the end of a run tells of it, to those who come later. */
export function finishedRunToWire(row: WorkflowRun): JsonObject {
  const { inputs: _inputs, ...told } = workflowRunToWire(row);
  const files = Object.values(row.outputs ?? {})
    .flat()
    .filter((value): value is JsonObject => isJsonObject(value) && isFileJson(value));
  return { ...told, exceptions_count: row.exceptionsCount, files };
}

/** The answer of an upload. */
export function uploadFileToWire(row: UploadFile, previewUrl: string | null): JsonObject {
  return {
    id: row.id,
    reference: row.id,
    name: row.name,
    size: row.size,
    extension: row.extension,
    mime_type: row.mimeType,
    created_by: row.createdBy,
    created_at: seconds(row.createdAt),
    preview_url: previewUrl,
    source_url: previewUrl ?? '',
    original_url: null,
    user_id: row.createdBy,
    tenant_id: row.tenantId,
    conversation_id: null,
    file_key: null,
  };
}

/** The answer of a remote upload. */
export function remoteFileToWire(row: UploadFile, url: string): JsonObject {
  const { id, reference, name, size, extension, mime_type, created_by, created_at } = uploadFileToWire(row, url);
  return { id, reference, name, size, extension, url, mime_type, created_by, created_at } as JsonObject; // all of them are there
}

/** `GET /form/human_input/{token}` */
export function formToWire(row: HumanInputForm): JsonObject {
  const { content, inputs, actions, defaults } = row.definition;
  return {
    form_content: content ?? '',
    inputs: inputs ?? [],
    resolved_default_values: isJsonObject(defaults) ? textsOf(defaults) : {},
    user_actions: actions ?? [],
    expiration_time: seconds(row.expiresAt),
  } satisfies Record<string, JsonValue>;
}

/** The answer of an upload by a plugin. */
export function toolFileToWire(row: ToolFile, previewUrl: string): JsonObject {
  return {
    id: row.id,
    user_id: row.userId,
    tenant_id: row.tenantId,
    conversation_id: row.conversationId,
    file_key: null,
    mimetype: row.mimeType,
    mime_type: row.mimeType,
    original_url: row.originalUrl,
    name: row.name,
    size: row.size,
    extension: /\.\w+$/.exec(row.name)?.[0] ?? '.bin',
    created_at: seconds(row.createdAt),
    preview_url: previewUrl,
  };
}
