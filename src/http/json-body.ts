import { KnownError, parseJson } from '../kernel/index.ts';
import { excessOf } from './json-extent.ts';

/** Of JSON and its relatives, as Flask has it (`Request.is_json`). */
export const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * How deep the values of a body may be nested. What is shown of a value takes as much room as its depth squared, and
 * whoever walks through one goes as deep as it does: nobody's data is that deep.
 */
const MAX_DEPTH = 200;

/** Dify's own words (libs/external_api.py). */
export const INVALID_JSON = 'Invalid JSON payload received or JSON payload is empty.';

/**
 * How many values a body may hold. Reading, checking and recording one takes 2 to 5 us, during which nobody else is
 * served; a table of 20,000 rows with 9 columns fits.
 */
const MAX_VALUES = 200_000;

const TOO_MUCH = {
  depth: ['bad_request', `The JSON is nested deeper than ${MAX_DEPTH} levels.`],
  values: [
    'request_entity_too_large',
    `The JSON holds more than ${MAX_VALUES} values; send the data as a file instead.`,
  ],
} as const;

/** The JSON of a body, which must be UTF-8. */
export function readJsonBody(bytes: Uint8Array): unknown {
  const excess = excessOf(bytes, { depth: MAX_DEPTH, values: MAX_VALUES });
  if (!excess) return parse(bytes);
  const [code, message] = TOO_MUCH[excess];
  throw new KnownError(code, { message });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new KnownError('bad_request', { message: INVALID_JSON, cause: error });
  }
}
