import { isJsonObject, type JsonObject, parseJson } from './json.ts';

/** An object that stands somewhere in a text. */
export interface FoundObject {
  readonly value: JsonObject;
  readonly start: number;
}

/** Text full of braces that never make an object must not take quadratic time. */
const MAX_ATTEMPTS = 200;

/**
 * The JSON objects in a text that says more around them (a code fence, an explanation), in their order; objects inside
 * objects are not among them.
 */
export function* jsonObjectsIn(text: string): Generator<FoundObject> {
  let start = text.indexOf('{');
  for (let attempts = 0; start >= 0 && attempts < MAX_ATTEMPTS; attempts += 1) {
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : tryParse(text.slice(start, end));
    if (value) yield { value, start };
    start = text.indexOf('{', value && end !== undefined ? end : start + 1);
  }
}

/** The first JSON object in a text. */
export function findJsonObject(text: string): JsonObject | undefined {
  return jsonObjectsIn(text).next().value?.value;
}

/** The index after the brace that closes the one at `start`; braces inside JSON strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i];
    if (isInString) {
      if (character === '\\') i += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}

function tryParse(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
