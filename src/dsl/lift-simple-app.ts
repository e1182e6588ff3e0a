import type { GraphDefinition, GraphNodeSource } from '../engine/index.ts';
import type { AppMode, JsonObject, JsonValue } from '../kernel/index.ts';
import type { WorkflowDefinition } from './app-definition.ts';
import type { FormField, ModelConfig } from './model-config.ts';

/**
 * Chat, agent-chat and completion apps as the small graphs they are: start, a model (or an agent), answer. So there is
 * one engine, one recorder and one way to stop. Prompts: Dify 1.x core/prompt/simple_prompt_transform.py and
 * advanced_prompt_transform.py.
 */
export function liftSimpleApp(mode: AppMode, config: ModelConfig): WorkflowDefinition {
  return {
    graph: mode === 'agent-chat' ? agentGraph(config) : modelGraph(mode, config),
    features: config.features,
    environmentVariables: [],
    conversationVariables: [],
    ragPipelineVariables: [],
  };
}

/** A fixed answer as a graph. */
export function presetAnswerGraph(answer: string): GraphDefinition {
  return chain([node('start', 'Start', 'start', { variables: [] }), node('answer', 'Answer', 'answer', { answer })]);
}

const QUERY = '{{#sys.query#}}';

function modelGraph(mode: AppMode, config: ModelConfig): GraphDefinition {
  const prompts = new PromptReferences(config);
  const data: JsonObject = {
    model: modelOf(config),
    ...(config.promptType === 'advanced' ? advancedPrompt(mode, config, prompts) : simplePrompt(mode, config, prompts)),
    vision: visionOf(config),
    // Dify 1.x core/app/apps/base_app_runner.py, `_handle_invoke_result_stream`: the text stays without its pictures
    links_files: false,
  };
  return chain([startNode(config), ...prompts.helpers(), node('llm', 'LLM', 'llm', data), answerNode('llm')]);
}

/** The prompt is the system message of a chat; without a question it is the question. */
function simplePrompt(mode: AppMode, config: ModelConfig, prompts: PromptReferences): JsonObject {
  const text = prompts.resolve(config.prePrompt);
  if (mode === 'completion') {
    return { prompt_template: config.model.mode === 'chat' ? [{ role: 'user', text }] : { text } };
  }
  if (config.model.mode === 'completion') {
    const whole = `${text}\n\nHere is the chat histories between human and assistant, inside <histories></histories> XML tags.\n\n<histories>\n{{#histories#}}\n</histories>\n\nHuman: ${QUERY}\n\nAssistant: `;
    return { prompt_template: { text: whole }, memory: memory({ user: 'Human', assistant: 'Assistant' }) };
  }
  return { prompt_template: text === '' ? [] : [{ role: 'system', text }], memory: memory() };
}

function advancedPrompt(mode: AppMode, config: ModelConfig, prompts: PromptReferences): JsonObject {
  const isChat = mode !== 'completion';
  if (config.model.mode === 'chat') {
    const messages = config.chatPrompt.map(({ role, text }) => ({ role, text: prompts.resolve(text) }));
    return { prompt_template: messages, ...(isChat && { memory: memory() }) };
  }
  const { text, userPrefix, assistantPrefix } = config.completionPrompt;
  const roles = { user: userPrefix || 'Human', assistant: assistantPrefix || 'Assistant' };
  return { prompt_template: { text: prompts.resolve(text) }, ...(isChat && { memory: memory(roles) }) };
}

function memory(rolePrefix?: JsonObject): JsonObject {
  return {
    window: { enabled: false },
    query_prompt_template: QUERY,
    ...(rolePrefix && { role_prefix: rolePrefix }),
  };
}

function agentGraph(config: ModelConfig): GraphDefinition {
  const prompts = new PromptReferences(config);
  const constant = (value: JsonValue): JsonObject => ({ type: 'constant', value });
  const data: JsonObject = {
    agent_strategy_provider_name: 'langgenius/agent/agent',
    agent_strategy_name:
      config.agent.strategy === 'react' || config.agent.strategy === 'cot' ? 'ReAct' : 'function_calling',
    agent_parameters: {
      model: constant(agentModelOf(config)),
      tools: constant(config.agent.tools.filter((tool) => tool['enabled'] !== false)),
      instruction: { type: 'mixed', value: prompts.resolve(config.prePrompt) },
      query: { type: 'mixed', value: QUERY },
      maximum_iterations: constant(config.agent.maxIterations),
    },
    memory: { window: { enabled: false } },
    vision: visionOf(config),
  };
  return chain([startNode(config), ...prompts.helpers(), node('agent', 'Agent', 'agent', data), answerNode('agent')]);
}

/** An app that takes files shows them to its model. */
function visionOf({ features: { fileUpload } }: ModelConfig): JsonObject {
  return {
    enabled: fileUpload.enabled,
    configs: { variable_selector: ['sys', 'files'], detail: fileUpload.imageDetail },
  };
}

function modelOf({ model }: ModelConfig): JsonObject {
  return { provider: model.provider, name: model.name, mode: model.mode, completion_params: model.completionParams };
}

/** The agent strategy's own names for the same. */
function agentModelOf({ model }: ModelConfig): JsonObject {
  return {
    provider: model.provider,
    model: model.name,
    model_type: 'llm',
    mode: model.mode,
    completion_params: model.completionParams,
  };
}

function startNode(config: ModelConfig): GraphNodeSource {
  return node('start', 'Start', 'start', { variables: config.form.map(toVariable) });
}

function toVariable({
  type,
  variable,
  label,
  isRequired,
  maxLength,
  default: preset,
  options,
  document,
}: FormField): JsonObject {
  return {
    ...document,
    ...{ type, variable, label, options },
    required: isRequired,
    ...(maxLength !== undefined && { max_length: maxLength }),
    ...(preset !== undefined && { default: preset }),
  };
}

function answerNode(from: string): GraphNodeSource {
  return node('answer', 'Answer', 'answer', { answer: `{{#${from}.text#}}` });
}

function node(id: string, title: string, type: string, data: JsonObject): GraphNodeSource {
  return { id, type, title, version: '1', data: { ...data, type, title } };
}

function chain(nodes: readonly GraphNodeSource[]): GraphDefinition {
  const edges = nodes
    .slice(1)
    .map(({ id }, index) => ({ source: nodes[index]?.id ?? '', target: id, sourceHandle: 'source' }));
  return { nodes, edges };
}

/** `{{name}}` and the three special names, as Dify's PromptTemplateParser finds them. */
const REFERENCE = /\{\{(?:(#(?:context|query|histories)#)|([^{}#\s][^{}#]{0,98}))\}\}/gu;

/** Names that a graph's own references can spell. */
const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,29}$/;

/**
 * Turns the references of a prompt into those of a graph. A name that the graph's references cannot spell (`主题`) is
 * passed through a node of its own, whose id can be spelt.
 */
class PromptReferences {
  readonly #names: ReadonlySet<string>;
  readonly #helpers = new Map<string, GraphNodeSource>();

  constructor(config: ModelConfig) {
    this.#names = new Set(config.form.map(({ variable }) => variable));
  }

  resolve(text: string): string {
    return text.replace(REFERENCE, (whole: string, special: string | undefined, name: string | undefined) => {
      if (special === '#query#') return QUERY;
      if (special !== undefined || name === undefined || !this.#names.has(name)) return whole;
      return PLAIN_NAME.test(name) ? `{{#start.${name}#}}` : `{{#${this.#helperFor(name)}.output#}}`;
    });
  }

  helpers(): readonly GraphNodeSource[] {
    return [...this.#helpers.values()];
  }

  #helperFor(name: string): string {
    const known = this.#helpers.get(name);
    if (known) return known.id;
    const id = `field_${this.#helpers.size + 1}`;
    const data = { output_type: 'any', variables: [['start', name]] };
    this.#helpers.set(name, node(id, name, 'variable-aggregator', data));
    return id;
  }
}
