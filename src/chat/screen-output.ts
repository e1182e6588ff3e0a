import { type ModerationHelp, type ModerationRules, rulesFor } from './moderation-rules.ts';
import { textOf } from './screen-input.ts';
import { isViolation, watchForKeywords } from './violations.ts';

export type OutputVerdict =
  | { readonly kind: 'passes' }
  /** This is the whole answer, and nothing follows it. */
  | { readonly kind: 'answered'; readonly text: string }
  /** This stands in the place of what was looked at. */
  | { readonly kind: 'overridden'; readonly text: string };

/** Looks at an answer, or at the beginning of one. */
export type OutputCheck = (text: string) => Promise<OutputVerdict>;

/** How an app's answers are looked at; undefined when nobody does. */
export function openOutputCheck(rules: ModerationRules, help: ModerationHelp): OutputCheck | undefined {
  const own = rulesFor(rules, 'outputs_config');
  if (!own) return undefined;
  if (rules.type === 'api') return (text) => askAboutOutput(rules, text, help);
  const breaks =
    rules.type === 'keywords' ? watchForKeywords(rules) : (text: string) => isViolation(rules, [text], help);
  return async (text) => ((await breaks(text)) ? { kind: 'answered', text: own.preset } : { kind: 'passes' });
}

async function askAboutOutput(
  { config }: ModerationRules,
  text: string,
  { appId, extensions }: ModerationHelp,
): Promise<OutputVerdict> {
  const id = String(config['api_based_extension_id'] ?? '');
  const reply = await extensions(id, 'app.moderation.output', { app_id: appId, text });
  if (reply['flagged'] !== true) return { kind: 'passes' };
  if (reply['action'] === 'overridden') return { kind: 'overridden', text: textOf(reply['text']) };
  return { kind: 'answered', text: textOf(reply['preset_response']) };
}
