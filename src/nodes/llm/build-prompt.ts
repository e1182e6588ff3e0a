import {
  type FileReference,
  type NodeContext,
  renderValue,
  type Value,
  type VariableReader,
  type VariableSelector,
} from '../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, pythonJson, pythonStr } from '../../kernel/index.ts';
import type { LanguageModel, PromptMessage } from '../../models/index.ts';
import type { NodeCapabilities } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { withEarlierFiles } from '../prompting/earlier-files.ts';
import { recall, toTranscript } from '../prompting/memory.ts';
import { toPromptParts } from '../prompting/prompt-files.ts';
import { recordOf } from '../records.ts';
import { referencesOf } from '../template-references.ts';
import { type LlmConfig, promptsOf, sourceOf } from './config.ts';
import type { PromptContext } from './context-text.ts';
import {
  chatMessages,
  type DraftMessage,
  finishMessages,
  HISTORIES,
  type PromptSources,
  promptText,
  renderPrompt,
  withFiles,
} from './prompt-messages.ts';

export type PromptCapabilities = Pick<NodeContext, 'variables' | 'signal'> &
  Pick<NodeCapabilities, 'files' | 'conversation'>;

/**
 * The variables that the prompts refer to, as recorded inputs. Each must exist; null is shown as an empty text, and left
 * out where it is only part of the question of memory.
 */
export function readPromptInputs(config: LlmConfig, variables: VariableReader): JsonObject {
  const prompts = promptsOf(config).flatMap((prompt) => referencesOf(sourceOf(prompt)));
  const memory = referencesOf(config.memory?.query_prompt_template ?? '');
  const nameOf = (selector: VariableSelector) => `#${selector.join('.')}#`;
  const values = (selectors: readonly VariableSelector[]) =>
    selectors.map((selector) => [nameOf(selector), required(nameOf(selector), selector, variables)] as const);
  return Object.fromEntries([
    ...values(prompts).map(([name, value]) => [name, shown(value)] as const),
    ...values(memory).flatMap(([name, value]) => (value.type === 'none' ? [] : [[name, shown(value)] as const])),
    ...config.prompt_config.jinja2_variables.map(
      ({ variable, value_selector }) => [variable, spoken(required(variable, value_selector, variables))] as const,
    ),
  ]);
}

function required(name: string, selector: VariableSelector, variables: VariableReader): Value {
  const value = variables.get(selector);
  if (value === undefined) throw new NodeError('VariableNotFoundError', `Variable ${name} not found`);
  return value;
}

const shown = (value: Value): JsonValue => (value.type === 'none' ? '' : recordOf(value));

/** Variables of Jinja prompts are recorded as text, a list one item a line. (graphon nodes/llm/node.py) */
function spoken(value: Value): string {
  const json = value.type === 'none' ? '' : recordOf(value);
  if (Array.isArray(json)) return json.map(spokenItem).join('\n').trim();
  return isJsonObject(json) ? spokenItem(json) : renderValue(value, 'text');
}

function spokenItem(item: JsonValue): string {
  if (!isJsonObject(item)) return pythonStr(item);
  const isKnowledge = isJsonObject(item['metadata']) && '_source' in item['metadata'] && 'content' in item;
  return isKnowledge ? pythonStr(item['content'] ?? null) : pythonJson(item);
}

export interface PromptRequest {
  readonly config: LlmConfig;
  readonly model: LanguageModel;
  readonly parameters: JsonObject;
  readonly context: PromptContext;
  readonly files: readonly FileReference[];
}

/** Everything that is sent: the prompt list, history, the question, and files. */
export async function buildPrompt(request: PromptRequest, capabilities: PromptCapabilities): Promise<PromptMessage[]> {
  const { config, model, files, context } = request;
  const { detail } = config.vision.configs;
  const loadFiles = (wanted: readonly FileReference[]) => toPromptParts(wanted, model, detail, capabilities);
  const sources: PromptSources = { variables: capabilities.variables, context: context.text, loadFiles };
  const messages = Array.isArray(config.prompt_template)
    ? await chatPrompt(request, sources, capabilities)
    : await completionPrompt(request, sources, capabilities);
  const withVision = withFiles(messages, await loadFiles(files));
  const contextFiles = config.vision.enabled ? await loadFiles(context.files) : [];
  return finishMessages(withFiles(withVision, contextFiles), model);
}

async function chatPrompt(
  { config, model, parameters }: PromptRequest,
  sources: PromptSources,
  capabilities: PromptCapabilities,
): Promise<DraftMessage[]> {
  const prompts = Array.isArray(config.prompt_template) ? config.prompt_template : [];
  const own = await chatMessages(config, prompts, sources);
  const query = memoryQuery(config, capabilities.variables);
  const question: DraftMessage[] = query === '' ? [] : [{ role: 'user', content: [{ type: 'text', text: query }] }];
  const budget = { model, parameters, prompt: [...own, ...question].map(asMessage) };
  const recalled = await recall(config.memory, budget, capabilities.conversation);
  const history = await withEarlierFiles(recalled, model, config.vision.configs.detail, capabilities);
  return [...own, ...history.flatMap(asDraft), ...question];
}

/** The question of this turn: memory's own template, or what the person asked. The latter is no template. */
function memoryQuery({ memory }: LlmConfig, variables: VariableReader): string {
  if (!memory) return '';
  const template = memory.query_prompt_template;
  if (template) return renderPrompt(template, { variables, context: '' });
  const query = variables.get(['sys', 'query']);
  return query?.type === 'string' ? query.value : '';
}

async function completionPrompt(
  { config, model, parameters }: PromptRequest,
  sources: PromptSources,
  capabilities: PromptCapabilities,
): Promise<DraftMessage[]> {
  const [prompt] = promptsOf(config);
  const text = prompt ? await promptText(config, prompt, sources) : '';
  if (config.memory && !config.memory.role_prefix) {
    throw new NodeError('MemoryRolePrefixRequiredError', 'Memory role prefix is required for completion model.');
  }
  const budget = { model, parameters, prompt: [{ role: 'user' as const, content: text }] };
  const history = await recall(config.memory, budget, capabilities.conversation);
  const transcript = toTranscript(history, config.memory?.role_prefix ?? { user: '', assistant: '' });
  return [{ role: 'user', content: [{ type: 'text', text: placeHistory(text, transcript) }] }];
}

function placeHistory(text: string, transcript: string): string {
  if (text.includes(HISTORIES)) return text.replaceAll(HISTORIES, () => transcript);
  return transcript === '' ? text : `${transcript}\n${text}`;
}

function asDraft(message: PromptMessage): DraftMessage[] {
  return message.role === 'tool' ? [] : [{ role: message.role, content: message.content }];
}

function asMessage({ role, content }: DraftMessage): PromptMessage {
  if (role !== 'system') return { role, content };
  return {
    role,
    content:
      typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  };
}
