import { isJsonObject, isNumber, type JsonObject, toNumber } from '../../../kernel/index.ts';
import { bearer, type HttpCall, joinUrl } from '../../wire/http-call.ts';
import { refusal } from '../../wire/http-failure.ts';
import { objectIn } from '../../wire/json-fields.ts';
import type { Connection } from '../../wire/language-wire.ts';

export const DEFAULT_ENDPOINT = 'https://api.minimaxi.com';

/** A call to one of MiniMax's endpoints (`text/chatcompletion_v2`); the older ones want the group of the key, too. */
export function callTo(
  { fetch, credentials }: Connection,
  endpoint: string,
  signal: AbortSignal | undefined,
): HttpCall & { readonly headers: Record<string, string> } {
  const group = credentials['minimax_group_id'];
  const query = group ? `?GroupId=${encodeURIComponent(group)}` : '';
  const url = `${joinUrl(originOf(credentials['endpoint_url']), `v1/${endpoint}`)}${query}`;
  return { fetch, url, headers: bearer(credentials['minimax_api_key']), signal };
}

/** People give the address with and without a scheme, and Dify's plugin also takes that of the Anthropic wire. */
function originOf(address: string | undefined): string {
  const text = (address ?? '').trim() || DEFAULT_ENDPOINT;
  return (/^https?:\/\//.test(text) ? text : `https://${text}`).replace(/(\/anthropic|\/v1|\/)+$/, '');
}

/** https://platform.minimaxi.com/docs/api-reference/errorcode; a balance that is used up refuses like a bad key. */
const STATUS_OF_CODE: Readonly<Record<number, number>> = {
  1001: 504,
  1002: 429,
  1004: 401,
  1008: 403,
  1026: 400,
  1027: 400,
  1039: 429,
  1041: 429,
  1042: 400,
  2013: 400,
  2042: 400,
  2045: 429,
  2049: 401,
  2056: 429,
  20132: 400,
};

/** Every reply, and the last event of a stream, says in `base_resp` how it went. */
export function refuseFailure(reply: JsonObject): void {
  const code = objectIn(reply['base_resp'])['status_code'] ?? 0;
  if (isNumber(code) && toNumber(code) !== 0) throw refusal(STATUS_OF_CODE[toNumber(code)] ?? 500, reply);
  if (isJsonObject(reply['error'])) throw reply['error'];
}
