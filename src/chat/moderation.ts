import { isJsonObject, type JsonObject, KnownError } from '../kernel/index.ts';
import type { ModelRuntime } from '../models/index.ts';

/** `sensitive_word_avoidance` of an app. */
export interface ModerationRules {
  readonly enabled: boolean;
  readonly type: string;
  readonly config: JsonObject;
}

const MAX_KEYWORDS = 100;
const MAX_KEYWORD_TEXT = 10_000;

/**
 * Looks at what a person sends, before anything else does. The preset answer when it breaks the app's rules, undefined
 * when it may pass. (Dify core/moderation: keywords, openai_moderation.)
 */
export async function screenInput(
  rules: ModerationRules,
  texts: readonly string[],
  models: Pick<ModelRuntime, 'moderationModel' | 'defaultModel'>,
): Promise<string | undefined> {
  const inputs = rules.config['inputs_config'];
  if (!rules.enabled || !isJsonObject(inputs) || inputs['enabled'] !== true) return undefined;
  const preset = typeof inputs['preset_response'] === 'string' ? inputs['preset_response'] : '';
  return (await isViolation(rules, texts, models)) ? preset : undefined;
}

async function isViolation(
  { type, config }: ModerationRules,
  texts: readonly string[],
  models: Pick<ModelRuntime, 'moderationModel' | 'defaultModel'>,
): Promise<boolean> {
  if (type === 'keywords') return hasKeyword(config, texts);
  if (type === 'openai_moderation') return isFlagged(texts, models);
  throw new KnownError('not_built', {
    message: `Moderation of type "${type}" is not built yet (known: keywords, openai_moderation).`,
  });
}

/** One keyword a line, found anywhere, whatever the case. */
function hasKeyword(config: JsonObject, texts: readonly string[]): boolean {
  const given = typeof config['keywords'] === 'string' ? config['keywords'].slice(0, MAX_KEYWORD_TEXT) : '';
  const keywords = given
    .split('\n')
    .slice(0, MAX_KEYWORDS)
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '');
  return texts.some((text) => keywords.some((keyword) => text.toLowerCase().includes(keyword)));
}

async function isFlagged(
  texts: readonly string[],
  models: Pick<ModelRuntime, 'moderationModel' | 'defaultModel'>,
): Promise<boolean> {
  const reference = (await models.defaultModel('moderation')) ?? { provider: 'openai', name: 'omni-moderation-latest' };
  const model = await models.moderationModel(reference);
  return model.isFlagged(texts.join('\n'));
}
