import type { CatalogueModel, ParameterRule } from '../model-provider.ts';
import type { ModelFeature, ModelKind } from '../model-runtime.ts';

/**
 * Reads a provider's table of models, one per line:
 *
 *     name | kind [mode] | context size | features | input output currency [unit] | parameters
 *
 * Features are letters (below), `-` means none or unknown, prices are per million tokens unless another unit is named
 * (`0.001`: per thousand) and written as Dify's usage shows them, `max_tokens=8192` names the greatest value. What stands
 * in the tables are the providers' own published facts.
 */
export function readCatalogue(table: string): CatalogueModel[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readModel);
}

const FEATURES: Readonly<Record<string, ModelFeature>> = {
  t: 'tool-call',
  m: 'multi-tool-call',
  s: 'stream-tool-call',
  v: 'vision',
  d: 'document',
  a: 'audio',
  w: 'video',
  o: 'structured-output',
  r: 'agent-thought',
};

function readModel(line: string): CatalogueModel {
  const [name = '', kinds = '', context = '-', features = '-', price = '-', parameters = ''] = line
    .split('|')
    .map(trim);
  const [kind, mode] = kinds.split(' ');
  const pricing = readPrice(price);
  const rules = parameters === '' ? [] : parameters.split(' ').flatMap(readParameter);
  return {
    name,
    // the tables are ours, and a test reads them all
    kind: kind as ModelKind,
    ...(mode && { mode: mode as 'chat' | 'completion' }),
    ...(context !== '-' && { contextSize: Number(context) }),
    ...(kind === 'llm' && { features: withToolCall(features === '-' ? [] : [...features].flatMap(readFeature)) }),
    ...(pricing && { pricing }),
    ...(rules.length > 0 && { parameters: rules }),
  };
}

const trim = (text: string) => text.trim();

function readFeature(letter: string): ModelFeature[] {
  const feature = FEATURES[letter];
  return feature ? [feature] : [];
}

/** Whoever calls several tools at once can call one. */
function withToolCall(features: readonly ModelFeature[]): readonly ModelFeature[] {
  return features.includes('multi-tool-call') && !features.includes('tool-call')
    ? ['tool-call', ...features]
    : features;
}

function readPrice(text: string): CatalogueModel['pricing'] {
  const [input, output, currency, unit = '0.000001'] = text.split(' ');
  return input && output && currency ? { input, output, currency, unit } : undefined;
}

/**
 * What the parameters are like that providers have in common: the well-known ones as in Dify
 * (core/model_runtime/entities/defaults.py), then switches, numbers, and words to choose from.
 */
const KNOWN: Readonly<Record<string, Omit<ParameterRule, 'name'>>> = {
  temperature: { type: 'float', default: 0, min: 0, max: 1 },
  top_p: { type: 'float', default: 1, min: 0, max: 1 },
  top_k: { type: 'int', default: 50, min: 1, max: 100 },
  presence_penalty: { type: 'float', default: 0, min: 0, max: 1 },
  frequency_penalty: { type: 'float', default: 0, min: 0, max: 1 },
  max_tokens: { type: 'int', default: 64, min: 1, max: 2048 },
  seed: { type: 'int', default: 0 },
  response_format: { type: 'string', options: ['text', 'json_object'] },
  json_schema: { type: 'text' },
  ...rules({ type: 'boolean', default: false }, [
    ...[
      'thinking',
      'enable_thinking',
      'reasoning_type',
      'include_thoughts',
      'thinking_mode',
      'exclude_reasoning_tokens',
      'context_1m',
    ],
    ...['enable_search', 'web_search', 'grounding', 'url_context', 'code_execution', 'do_sample', 'safe_prompt'],
    ...['prompt_caching_system_message', 'prompt_caching_images', 'prompt_caching_documents'],
    ...['prompt_caching_tool_definitions', 'prompt_caching_tool_results'],
  ]),
  ...rules({ type: 'int' }, ['thinking_budget', 'reasoning_budget', 'task_budget', 'random_seed', 'k']),
  ...rules({ type: 'int', default: 0 }, ['prompt_caching_message_flow']),
  ...rules({ type: 'float' }, ['repetition_penalty']),
  reasoning_effort: { type: 'string', options: ['low', 'medium', 'high'] },
  effort: { type: 'string', options: ['low', 'medium', 'high', 'xhigh', 'max'] },
  verbosity: { type: 'string', options: ['low', 'medium', 'high'] },
  thinking_level: { type: 'string', options: ['Minimal', 'Low', 'Medium', 'High'] },
  thinking_display: { type: 'string', options: ['omitted', 'summarized'] },
  media_resolution: { type: 'string', options: ['Default', 'Low', 'Medium', 'High'] },
  prompt_caching_ttl: { type: 'string', options: ['5m', '1h'] },
  search_parameters: { type: 'text' },
};

function rules(rule: Omit<ParameterRule, 'name'>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

const MAX_TOKEN_NAMES = /^max_((output_|completion_|new_)?tokens(_to_sample)?|gen_len)$/;

function readParameter(word: string): ParameterRule[] {
  const [name = '', max] = word.split('=');
  const known = KNOWN[MAX_TOKEN_NAMES.test(name) ? 'max_tokens' : name];
  if (!known) return [];
  return [{ name, ...known, ...(max !== undefined && { max: Number(max) }) }];
}
