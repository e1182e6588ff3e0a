import type { JsonObject } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import { families } from './families.ts';

/**
 * The id under which Bedrock knows what a request asks for: of a family the model that `model_name` says, with the
 * inference profile that `cross-region` chooses (https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html).
 * Any other name is an id already.
 */
export function bedrockModelId(model: string, parameters: JsonObject, region: string): string {
  const members = Object.hasOwn(families, model) ? families[model] : undefined;
  if (!members) return model;
  const wanted = String(parameters['model_name'] ?? '');
  const id = Object.hasOwn(members, wanted) ? members[wanted] : undefined;
  if (id !== undefined) return withProfile(id, String(parameters['cross-region'] ?? ''), region);
  throw new ModelError(
    'InvokeBadRequestError',
    `"${model}" is a family of models on Bedrock: the parameter model_name must say which, got "${wanted}" (known: ${Object.keys(members).join(', ')}).`,
  );
}

/** Claude's fifth generation is reached through profiles only. */
const PROFILE_ONLY = /^anthropic\.claude-(opus|sonnet|fable)-5$/;
const HAS_NO_PROFILE = /^(deepseek\.v3-|qwen\.|openai\.)/;
const GLOBAL_REGIONS = new Set(['us-west-2', 'us-east-1', 'us-east-2', 'eu-west-1', 'ap-northeast-1']);
const JAPAN = new Set(['ap-northeast-1', 'ap-northeast-3']);
const AUSTRALIA = new Set(['ap-southeast-2', 'ap-southeast-4']);

function withProfile(id: string, wanted: string, region: string): string {
  if (PROFILE_ONLY.test(id)) return `${wanted === 'geographic' ? areaOf(region, true) : 'global'}.${id}`;
  if (HAS_NO_PROFILE.test(id)) return id;
  if (wanted === 'japan' && JAPAN.has(region)) return `jp.${id}`;
  if (wanted === 'global' && GLOBAL_REGIONS.has(region)) return `global.${id}`;
  const area = wanted === 'global' || wanted === 'geographic' ? areaOf(region, false) : undefined;
  return area === undefined ? id : `${area}.${id}`;
}

const AREAS: Readonly<Record<string, string>> = { us: 'us', eu: 'eu', ap: 'apac' };

/** The newest models have an Australian profile, and the American one serves Canada. */
function areaOf(region: string, isNew: boolean): string | undefined {
  if (isNew && AUSTRALIA.has(region)) return 'au';
  const start = region.split('-', 1)[0] ?? '';
  return AREAS[isNew && start === 'ca' ? 'us' : start];
}
