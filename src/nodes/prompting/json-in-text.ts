import { isJsonObject, type JsonObject, parseJson } from '../../kernel/index.ts';

/** The first JSON object in a text that may say more around it (a code fence, an explanation). */
export function findJsonObject(text: string): JsonObject | undefined {
  let attempts = 0;
  for (let start = text.indexOf('{'); start >= 0 && attempts < MAX_ATTEMPTS; start = text.indexOf('{', start + 1)) {
    const end = endOfObject(text, start);
    const parsed = end === undefined ? undefined : tryParse(text.slice(start, end));
    if (parsed) return parsed;
    attempts += 1;
  }
  return undefined;
}

/** Text full of braces that never make an object must not take quadratic time. */
const MAX_ATTEMPTS = 200;

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
