import { parseJson, printJson } from '../../../kernel/index.ts';
import { decodeText } from '../decode-text.ts';

/** Deeper texts grow by their own indentation beyond all measure; Python gives up at about 1,000 levels. */
const MAX_DEPTH = 500;

/** The JSON again, indented by two. */
export function jsonText(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (depthOf(text) > MAX_DEPTH) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  return printJson(parseJson(text), 2);
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (isInString && unit === '\\') at++;
    else if (unit === '"') isInString = !isInString;
    else if (!isInString && (unit === '[' || unit === '{')) deepest = Math.max(deepest, ++depth);
    else if (!isInString && (unit === ']' || unit === '}')) depth--;
  }
  return deepest;
}
