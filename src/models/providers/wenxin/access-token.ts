import { readJson } from '../../wire/http-call.ts';
import { HttpFailure, refusal } from '../../wire/http-failure.ts';
import { objectIn, textIn } from '../../wire/json-fields.ts';
import type { Connection } from '../../wire/language-wire.ts';

/**
 * The older API is asked with a token that key and secret buy (https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Ilkkrb0i5).
 * A token lives 30 days; like Dify's plugin this forgets it after three. Kept with the way out it came by, since wires
 * are opened anew for every call.
 */
const TOKEN_URL = 'https://aip.baidubce.com/oauth/2.0/token';
const LIFETIME_MS = 3 * 24 * 3600 * 1000;

interface Kept {
  readonly token: Promise<string>;
  readonly until: number;
}

const keptTokens = new WeakMap<typeof globalThis.fetch, Map<string, Kept>>();

export async function accessToken({ fetch, credentials }: Connection): Promise<string> {
  const kept = keptBy(fetch);
  const now = Date.now();
  for (const [key, { until }] of kept) if (until < now) kept.delete(key);
  const key = keyOf(credentials);
  const known = kept.get(key);
  if (known) return known.token;
  const token = requestToken(fetch, credentials);
  kept.set(key, { token, until: now + LIFETIME_MS });
  // a failure is not kept; whoever asked for the token sees it
  token.catch(() => kept.delete(key));
  return token;
}

/** For a token that was refused although its time was not over. */
export function forgetToken({ fetch, credentials }: Connection): void {
  keptBy(fetch).delete(keyOf(credentials));
}

function keptBy(fetch: typeof globalThis.fetch): Map<string, Kept> {
  const kept = keptTokens.get(fetch) ?? new Map<string, Kept>();
  keptTokens.set(fetch, kept);
  return kept;
}

function keyOf(credentials: Connection['credentials']): string {
  return `${credentials['api_key']}\n${credentials['secret_key']}`;
}

/** What Dify's plugin knows of OAuth's errors; all others are failures of the service. */
const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  invalid_client: 401,
  unauthorized_client: 401,
  invalid_request: 400,
  rate_limit_exceeded: 429,
};

async function requestToken(fetch: typeof globalThis.fetch, credentials: Connection['credentials']): Promise<string> {
  const query = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials['api_key'] ?? '',
    client_secret: credentials['secret_key'] ?? '',
  });
  const reply = await fetch(`${TOKEN_URL}?${query}`, { method: 'POST', headers: { accept: 'application/json' } });
  if (reply.status >= 500) throw new HttpFailure(reply.status, await reply.text(), reply.statusText);
  const said = objectIn(await readJson(reply));
  const token = textIn(said['access_token']);
  if (token !== '') return token;
  const error = textIn(said['error']);
  const message = `${textIn(said['error_description']) || 'Baidu answered without a token'} (${error})`;
  throw refusal(STATUS_OF_ERROR[error] ?? 500, { message });
}
