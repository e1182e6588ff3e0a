import { screenInput } from '../../chat/index.ts';
import type { WorkflowDefinition } from '../../dsl/index.ts';
import { fromJson, type PresetAnswered, toJsonObject, type Value } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { RunFacts } from '../../runs/index.ts';
import type { Scope } from '../scope.ts';
import { hasChatRules, moderationHelp } from './chat-rules.ts';

/** What a person asks an app. */
export interface Question {
  /** The start form's values. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly query?: string;
}

/** What the app is asked in the end, or what answers in its place. */
export interface Ruling extends Question {
  readonly preset?: PresetAnswered;
}

/** What an app's rules make of a question, before the app runs. */
export async function applyRules(
  scope: Pick<Scope, 'models' | 'stores' | 'vault' | 'fetch' | 'clock'>,
  { features }: WorkflowDefinition,
  { mode, appId }: RunFacts,
  question: Question,
): Promise<Ruling> {
  if (!hasChatRules(mode)) return question;
  const { inputs, query } = question;
  const asked = { inputs: toJsonObject(inputs), ...(query !== undefined && { query }) };
  const verdict = await screenInput(features.sensitiveWordAvoidance, asked, moderationHelp(scope, appId));
  if (verdict.kind === 'answered') {
    const { answer } = verdict;
    return {
      ...question,
      preset: { type: 'preset-answered', at: scope.clock.now(), answer, reason: 'input_moderation' },
    };
  }
  if (verdict.kind === 'passes') return question;
  return { inputs: overridden(inputs, verdict.inputs), query: verdict.query };
}

/** Texts and numbers may be replaced; the files of a form stay what they are. */
function overridden(inputs: Question['inputs'], changed: JsonObject): Question['inputs'] {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const isReplaced = value.type !== 'file' && value.type !== 'array[file]' && name in changed;
    return [name, isReplaced ? fromJson(changed[name] ?? null) : value] as const;
  });
  return Object.fromEntries(entries);
}
