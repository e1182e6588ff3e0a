import { isJsonObject, type JsonObject, type JsonValue, jsonObjectsIn, printJson } from '../kernel/index.ts';

/** What a model wrote in one step of ReAct. */
export type ReactAnswer =
  | { readonly kind: 'action'; readonly thought: string; readonly name: string; readonly input: JsonObject }
  | { readonly kind: 'answer'; readonly thought: string; readonly text: string };

/** Reads a step: its thought and its action. A text without an action is the answer itself. */
export function readReactAnswer(text: string): ReactAnswer {
  const found = findAction(text);
  if (!found) return { kind: 'answer', thought: '', text: withoutLabels(text) };
  const thought = withoutLabels(text.slice(0, found.start));
  if (/^final[ _]answer$/i.test(found.name)) return { kind: 'answer', thought, text: inputText(found.input) };
  return { kind: 'action', thought, name: found.name, input: toInput(found.input) };
}

interface FoundAction {
  readonly name: string;
  readonly input: JsonValue;
  readonly start: number;
}

/** The first JSON object with an action in it, in a code fence or not. */
function findAction(text: string): FoundAction | undefined {
  for (const { value, start } of jsonObjectsIn(text)) {
    const action = value['action'];
    if (typeof action === 'string') return { name: action.trim(), input: value['action_input'] ?? {}, start };
  }
  return undefined;
}

function inputText(input: JsonValue): string {
  return typeof input === 'string' ? input : printJson(input);
}

function toInput(input: JsonValue): JsonObject {
  return isJsonObject(input) ? input : { input };
}

/** Without the words that only steer the format. */
function withoutLabels(text: string): string {
  return text
    .replace(/```(?:json)?\s*$/i, '')
    .replace(/^\s*(?:Thought|Action|Final Answer):[ \t]*/gim, '')
    .trim();
}
