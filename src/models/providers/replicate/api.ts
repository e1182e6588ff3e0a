import type { JsonObject } from '../../../kernel/index.ts';
import { bearer, get, joinUrl, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';

/** https://replicate.com/docs/reference/http */
const BASE_URL = 'https://api.replicate.com/v1';

export interface Call {
  /** Below the address of the API. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** Plain JSON: what a prediction puts out may be thousands of floats. */
export async function getPlain(connection: Connection, call: Call): Promise<unknown> {
  return (await get(toHttp(connection, call))).json();
}

export async function postPlain(connection: Connection, call: Call, body: JsonObject): Promise<unknown> {
  return (await postJson(toHttp(connection, call), body)).json();
}

function toHttp({ credentials, fetch }: Connection, { path, headers, signal }: Call) {
  const all = { ...headers, ...bearer(credentials['replicate_api_token']) };
  return { fetch, url: joinUrl(BASE_URL, path), headers: all, signal };
}

/** Opens the stream at an address that a prediction told; only Replicate's own hosts learn the token. */
export async function openStream({ credentials, fetch }: Connection, url: string, signal: AbortSignal) {
  const token = isOwnHost(url) ? bearer(credentials['replicate_api_token']) : {};
  return get({ fetch, url, headers: { accept: 'text/event-stream', 'cache-control': 'no-store', ...token }, signal });
}

function isOwnHost(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && (hostname === 'replicate.com' || hostname.endsWith('.replicate.com'));
}
