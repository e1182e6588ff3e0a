import { isJsonObject, type JsonObject, printJson } from '../kernel/index.ts';
import { type ModerationHelp, type ModerationRules, rulesFor } from './moderation-rules.ts';
import { isViolation } from './violations.ts';

/** What a person sends to an app. */
export interface AskedInput {
  /** The form's values. */
  readonly inputs: JsonObject;
  readonly query?: string;
}

export type InputVerdict =
  | { readonly kind: 'passes' }
  /** The app does not run: this is its answer. */
  | { readonly kind: 'answered'; readonly answer: string }
  /** The app runs with this instead. */
  | { readonly kind: 'overridden'; readonly inputs: JsonObject; readonly query: string };

const passes = { kind: 'passes' } as const;

/** Looks at what a person sends, before anything else does. (Dify 1.x core/moderation/input_moderation.py) */
export async function screenInput(
  rules: ModerationRules,
  asked: AskedInput,
  help: ModerationHelp,
): Promise<InputVerdict> {
  const own = rulesFor(rules, 'inputs_config');
  if (!own) return passes;
  if (rules.type === 'api') return askAboutInput(rules, asked, help);
  return (await isViolation(rules, textsOf(asked), help)) ? { kind: 'answered', answer: own.preset } : passes;
}

function textsOf({ inputs, query }: AskedInput): string[] {
  const values = Object.values(inputs).filter((value) => value !== null);
  const texts = values.map((value) => (typeof value === 'string' ? value : printJson(value)));
  return query === undefined ? texts : [...texts, query];
}

async function askAboutInput(
  { config }: ModerationRules,
  { inputs, query = '' }: AskedInput,
  { appId, extensions }: ModerationHelp,
): Promise<InputVerdict> {
  const params = { app_id: appId, inputs, query };
  const reply = await extensions(String(config['api_based_extension_id'] ?? ''), 'app.moderation.input', params);
  if (reply['flagged'] !== true) return passes;
  if (reply['action'] !== 'overridden') return { kind: 'answered', answer: textOf(reply['preset_response']) };
  const changed = isJsonObject(reply['inputs']) ? reply['inputs'] : {};
  return { kind: 'overridden', inputs: changed, query: textOf(reply['query']) };
}

export function textOf(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
