const NULLABLE = 'may be null: so is the column of Dify (models/model.py, Site); the document does not say it';
const OF_HISTORY = 'is told in the history of messages alone (Dify 1.13 core/rag/entities/citation_metadata.py)';
const OF_OTHER_FIELDS = 'belongs to fields of another type';
const OF_MODELS = 'is there for nodes that have asked a model';
const BY_NODE = 'the events of a container carry the id of their node (Dify 1.x workflow_response_converter.py)';
const NO_TIME =
  'the sound of a workflow has no time (Dify 1.x core/app/apps/workflow/generate_response_converter.py); others have';
const OF_STREAMS = 'the document itself says that it is in streams only';

/**
 * Where we answer otherwise than the document says, by the place in its schemas, with the reason. One difference has no
 * place in a schema: a chatflow ends with workflow_finished and then message_end, as in Dify 1.12, while the document's
 * prose has them the other way round.
 */
export const differences: Readonly<Record<string, string>> = {
  'WebAppSettingsResponse.chat_color_theme': NULLABLE,
  'WebAppSettingsResponse.copyright': NULLABLE,
  'WebAppSettingsResponse.privacy_policy': NULLABLE,
  'RetrieverResource.id': OF_HISTORY,
  'RetrieverResource.message_id': OF_HISTORY,
  'RetrieverResource.created_at':
    'nobody keeps when a passage was cited: it is null in the history (Dify 1.13 fields/message_fields.py), and no field of an answer',
  'GET /form/human_input/{form_token} 200.inputs.option_source': OF_OTHER_FIELDS,
  'GET /form/human_input/{form_token} 200.inputs.allowed_file_types': OF_OTHER_FIELDS,
  'GET /form/human_input/{form_token} 200.inputs.allowed_file_extensions': OF_OTHER_FIELDS,
  'GET /form/human_input/{form_token} 200.inputs.allowed_file_upload_methods': OF_OTHER_FIELDS,
  'GET /form/human_input/{form_token} 200.inputs.number_limits': OF_OTHER_FIELDS,
  'StreamEventTtsMessage.created_at': NO_TIME,
  'StreamEventTtsMessageEnd.created_at': NO_TIME,
  'WorkflowFinishedData.created_by': OF_STREAMS,
  'WorkflowFinishedData.exceptions_count': OF_STREAMS,
  'WorkflowFinishedData.files': OF_STREAMS,
  'WorkflowStreamEventNodeFinished.data.execution_metadata.total_tokens': OF_MODELS,
  'WorkflowStreamEventNodeFinished.data.execution_metadata.currency': OF_MODELS,
  'WorkflowStreamEventNodeFinished.data.execution_metadata.total_price':
    'is a text where it is there: the decimals of Dify are printed so, here as in every usage (LLMUsage.total_price)',
  'WorkflowStreamEventIterationStarted.data.id': BY_NODE,
  'WorkflowStreamEventIterationNext.data.id': BY_NODE,
  'WorkflowStreamEventIterationCompleted.data.id': BY_NODE,
  'WorkflowStreamEventLoopStarted.data.id': BY_NODE,
  'WorkflowStreamEventLoopNext.data.id': BY_NODE,
  'WorkflowStreamEventLoopCompleted.data.id': BY_NODE,
};

const SILENCE = 'is sent after ten seconds of silence, and has no data to look at';
const IN_TEXT = 'files that a model makes are linked in the text of its answer';

/** Events that no app is brought to send here, each with the reason. */
export const unsentEvents: Readonly<Record<string, string>> = {
  StreamEventChatPing: SILENCE,
  CompletionStreamEventPing: SILENCE,
  StreamEventPing: SILENCE,
  StreamEventChatMessageFile: IN_TEXT,
  StreamEventMessageFile: IN_TEXT,
  StreamEventChatTextChunk: 'the text of a chat comes as message (Dify 1.x advanced_chat/generate_task_pipeline.py)',
  StreamEventError: 'a workflow that fails ends with workflow_finished (the document says so, too)',
};
