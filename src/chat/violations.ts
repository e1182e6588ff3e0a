import { type JsonObject, KnownError } from '../kernel/index.ts';
import type { ModerationHelp, ModerationRules } from './moderation-rules.ts';

/** Dify core/moderation/keywords/keywords.py, `validate_config`. */
const MAX_KEYWORDS = 100;
const MAX_KEYWORD_TEXT = 10_000;

/** A provider that does not answer must not hold a run for ever. */
const PATIENCE_MS = 60_000;

/** Whether one of the texts breaks rules that are looked up here (`keywords`, `openai_moderation`). */
export async function isViolation(
  { type, config }: ModerationRules,
  texts: readonly string[],
  { models }: Pick<ModerationHelp, 'models'>,
): Promise<boolean> {
  if (type === 'keywords') return hasKeyword(config, texts);
  if (type === 'openai_moderation') return isFlagged(texts, models);
  throw new KnownError('invalid_param', {
    message: `There is no moderation of type "${type}" (known: keywords, openai_moderation, api).`,
  });
}

/** One keyword a line, found anywhere, whatever the case. */
function hasKeyword(config: JsonObject, texts: readonly string[]): boolean {
  const keywords = keywordsOf(config);
  return texts.map((text) => text.toLowerCase()).some((text) => keywords.some((keyword) => text.includes(keyword)));
}

function keywordsOf(config: JsonObject): string[] {
  const given = typeof config['keywords'] === 'string' ? config['keywords'].slice(0, MAX_KEYWORD_TEXT) : '';
  return given
    .split('\n')
    .slice(0, MAX_KEYWORDS)
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '');
}

/** The same for a text that grows from look to look: of what was looked at already only the end may begin a keyword. */
export function watchForKeywords({ config }: ModerationRules): (text: string) => boolean {
  const longest = Math.max(0, ...keywordsOf(config).map(({ length }) => length));
  let looked = '';
  let isFound = false;
  return (text) => {
    const isGrown = text.startsWith(looked);
    const from = isGrown ? Math.max(0, looked.length - longest) : 0;
    isFound = (isGrown && isFound) || hasKeyword(config, [text.slice(from)]);
    looked = text;
    return isFound;
  };
}

async function isFlagged(texts: readonly string[], models: ModerationHelp['models']): Promise<boolean> {
  const reference = (await models.defaultModel('moderation')) ?? { provider: 'openai', name: 'omni-moderation-latest' };
  const model = await models.moderationModel(reference);
  return model.isFlagged(texts.join('\n'), AbortSignal.timeout(PATIENCE_MS));
}
