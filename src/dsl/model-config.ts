import { isJsonObject, type JsonObject, type JsonValue } from '../kernel/index.ts';
import { type AppFeatures, modelConfigDefaults, readFeatures } from './features.ts';
import { flagAt, listAt, mappingAt, mappingsAt, numberAt, oneOfAt, textAt } from './fields.ts';

/** A chat, agent-chat or completion app: a prompt, a model and what surrounds them. */
export interface ModelConfig {
  readonly model: ModelChoice;
  readonly promptType: 'simple' | 'advanced';
  /** The prompt of simple mode, with `{{name}}` references. */
  readonly prePrompt: string;
  /** The prompts of advanced mode: one for models that chat, one for models that complete. */
  readonly chatPrompt: readonly { readonly role: string; readonly text: string }[];
  readonly completionPrompt: { readonly text: string; readonly userPrefix: string; readonly assistantPrefix: string };
  readonly form: readonly FormField[];
  readonly externalDataTools: readonly JsonObject[];
  readonly datasets: DatasetChoice;
  readonly agent: AgentChoice;
  readonly features: AppFeatures;
  readonly moreLikeThis: { readonly enabled: boolean };
  readonly annotationReply: JsonObject;
}

/** As the document names it; empty where nothing was chosen yet. */
export interface ModelChoice {
  readonly provider: string;
  readonly name: string;
  readonly mode: 'chat' | 'completion';
  readonly completionParams: JsonObject;
}

export interface FormField {
  /** 'text-input', 'paragraph', 'number', 'select', 'checkbox', 'external_data_tool', … */
  readonly type: string;
  readonly variable: string;
  readonly label: string;
  readonly isRequired: boolean;
  readonly maxLength?: number;
  readonly default?: JsonValue;
  readonly options: readonly string[];
  /** The field as the document has it. */
  readonly document: JsonObject;
}

export interface DatasetChoice {
  readonly ids: readonly string[];
  readonly retrievalMode: 'single' | 'multiple';
  /** The form field that asks the knowledge base, in completion apps. */
  readonly queryVariable: string;
  /** `dataset_configs`: top_k, score_threshold, reranking_model, weights, metadata filters. */
  readonly config: JsonObject;
}

export interface AgentChoice {
  readonly enabled: boolean;
  readonly strategy: string;
  readonly maxIterations: number;
  readonly prompt: string;
  readonly tools: readonly JsonObject[];
}

/** Dify 1.x core/app/app_config/easy_ui_based_app/agent/manager.py. */
const DEFAULT_MAX_ITERATIONS = 10;

export function readModelConfig(document: JsonObject): ModelConfig {
  const agentMode = mappingAt(document, 'agent_mode');
  return {
    model: readModel(mappingAt(document, 'model')),
    promptType: oneOfAt(document, 'prompt_type', ['simple', 'advanced'], 'simple'),
    prePrompt: textAt(document, 'pre_prompt'),
    chatPrompt: mappingsAt(mappingAt(document, 'chat_prompt_config'), 'prompt').map((message) => ({
      role: textAt(message, 'role', 'user'),
      text: textAt(message, 'text'),
    })),
    completionPrompt: readCompletionPrompt(mappingAt(document, 'completion_prompt_config')),
    form: mappingsAt(document, 'user_input_form').flatMap(readField),
    externalDataTools: mappingsAt(document, 'external_data_tools'),
    datasets: readDatasets(document, agentMode),
    agent: readAgent(agentMode),
    features: readFeatures(document, modelConfigDefaults),
    moreLikeThis: { enabled: flagAt(mappingAt(document, 'more_like_this'), 'enabled') },
    annotationReply: mappingAt(document, 'annotation_reply'),
  };
}

function readModel(document: JsonObject): ModelChoice {
  return {
    provider: textAt(document, 'provider'),
    name: textAt(document, 'name'),
    mode: oneOfAt(document, 'mode', ['chat', 'completion'], 'chat'),
    completionParams: mappingAt(document, 'completion_params'),
  };
}

function readCompletionPrompt(document: JsonObject): ModelConfig['completionPrompt'] {
  const roles = mappingAt(document, 'conversation_histories_role');
  return {
    text: textAt(mappingAt(document, 'prompt'), 'text'),
    userPrefix: textAt(roles, 'user_prefix'),
    assistantPrefix: textAt(roles, 'assistant_prefix'),
  };
}

/** `{text-input: {variable, label, …}}`: the only key is the type. */
function readField(document: JsonObject): readonly FormField[] {
  const [type] = Object.keys(document);
  const field = type === undefined ? undefined : document[type];
  if (type === undefined || !isJsonObject(field)) return [];
  const maxLength = numberAt(field, 'max_length');
  const preset = field['default'];
  return [
    {
      type,
      variable: textAt(field, 'variable'),
      label: textAt(field, 'label'),
      isRequired: flagAt(field, 'required'),
      ...(maxLength !== undefined && { maxLength }),
      ...(preset !== undefined && preset !== null && { default: preset }),
      options: listAt(field, 'options').filter((option) => typeof option === 'string'),
      document: field,
    },
  ];
}

function readDatasets(document: JsonObject, agentMode: JsonObject): DatasetChoice {
  const config = mappingAt(document, 'dataset_configs');
  const chosen = mappingsAt(mappingAt(config, 'datasets'), 'datasets');
  // before datasets had a place of their own, they stood among the agent's tools
  const ids = [...chosen, ...mappingsAt(agentMode, 'tools')].flatMap((entry) => {
    const dataset = mappingAt(entry, 'dataset');
    const id = textAt(dataset, 'id');
    return id !== '' && flagAt(dataset, 'enabled', true) ? [id] : [];
  });
  return {
    ids: [...new Set(ids)],
    retrievalMode: oneOfAt(config, 'retrieval_model', ['single', 'multiple'], 'multiple'),
    queryVariable: textAt(document, 'dataset_query_variable'),
    config,
  };
}

function readAgent(document: JsonObject): AgentChoice {
  return {
    enabled: flagAt(document, 'enabled'),
    strategy: textAt(document, 'strategy'),
    maxIterations: numberAt(document, 'max_iteration') ?? DEFAULT_MAX_ITERATIONS,
    prompt: textAt(document, 'prompt'),
    tools: mappingsAt(document, 'tools').filter((tool) => !('dataset' in tool)),
  };
}
