import { isJsonObject, KnownError, parseJson } from '../kernel/index.ts';

/** Of JSON and its relatives, as Flask has it (`Request.is_json`). */
export const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * How deep the values of a body may be nested. What is shown of a value takes as much room as its depth squared, and
 * whoever walks through one goes as deep as it does: nobody's data is that deep.
 */
const MAX_DEPTH = 200;

/** Dify's own words (libs/external_api.py). */
export const INVALID_JSON = 'Invalid JSON payload received or JSON payload is empty.';

/** The JSON of a body, which must be UTF-8. */
export function readJsonBody(bytes: Uint8Array): unknown {
  const value = parse(bytes);
  const mayBeDeep = bytes.length > 2 * MAX_DEPTH; // a level takes two bytes at least
  if (mayBeDeep && isDeeper(value, MAX_DEPTH))
    throw new KnownError('bad_request', { message: `The JSON is nested deeper than ${MAX_DEPTH} levels.` });
  return value;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new KnownError('bad_request', { message: INVALID_JSON, cause: error });
  }
}

/** Level by level: a value may be deeper than the stack. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value].filter(isBranch);
  for (let depth = 0; depth <= levels; depth += 1) {
    if (level.length === 0) return false;
    level = level.flatMap((branch) => Object.values(branch).filter(isBranch));
  }
  return true;
}

function isBranch(value: unknown): value is object {
  return Array.isArray(value) || isJsonObject(value);
}
