import { screenInput } from '../../../chat/index.ts';
import type { WorkflowDefinition } from '../../../dsl/index.ts';
import { fromJson, type PresetAnswered, toJsonObject, type Value } from '../../../engine/index.ts';
import type { JsonObject } from '../../../kernel/index.ts';
import type { RunFacts } from '../../../runs/index.ts';
import { annotationReply } from './annotation-reply.ts';
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

type Needs = Parameters<typeof moderationHelp>[0] & Parameters<typeof annotationReply>[0];

export interface RulesRequest {
  readonly workflow: Pick<WorkflowDefinition, 'features'>;
  readonly facts: RunFacts;
  readonly question: Question;
  /** Session id of the person who asks. */
  readonly user: string;
}

/** What an app's rules make of a question, before the app runs: what is forbidden, then what is answered already. */
export async function applyRules(scope: Needs, { workflow, facts, question, user }: RulesRequest): Promise<Ruling> {
  if (!hasChatRules(facts.mode)) return question;
  const ruling = await moderate(scope, workflow, facts, question);
  if (ruling.preset || ruling.query === undefined) return ruling;
  const preset = await annotationReply(scope, { facts, query: ruling.query, user });
  return { ...ruling, ...(preset && { preset }) };
}

async function moderate(
  scope: Needs,
  { features }: RulesRequest['workflow'],
  { appId }: RunFacts,
  question: Question,
): Promise<Ruling> {
  const { inputs, query } = question;
  const asked = { inputs: toJsonObject(inputs), ...(query !== undefined && { query }) };
  const verdict = await screenInput(features.sensitiveWordAvoidance, asked, moderationHelp(scope, appId));
  if (verdict.kind === 'passes') return question;
  if (verdict.kind === 'overridden') return { inputs: overridden(inputs, verdict.inputs), query: verdict.query };
  const { answer } = verdict;
  const at = scope.clock.now();
  return { ...question, preset: { type: 'preset-answered', at, answer, reason: 'input_moderation' } };
}

/** Texts and numbers may be replaced; the files of a form stay what they are. */
function overridden(inputs: Question['inputs'], changed: JsonObject): Question['inputs'] {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const isReplaced = value.type !== 'file' && value.type !== 'array[file]' && name in changed;
    return [name, isReplaced ? fromJson(changed[name] ?? null) : value] as const;
  });
  return Object.fromEntries(entries);
}
