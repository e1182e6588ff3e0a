import type { JsonObject } from '../../../kernel/index.ts';
import { bearer, joinUrl, postJson } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';

/** Asks one endpoint of the server. */
export function post(connection: Connection, path: string, body: JsonObject, signal: AbortSignal | undefined) {
  const { credentials, fetch } = connection;
  const url = joinUrl(serverUrl(credentials['base_url'] ?? ''), path);
  return postJson({ fetch, url, headers: bearer(credentials['api_key']), signal }, body);
}

const PORT = 11434;

/**
 * `OLLAMA_HOST` may be `host` or `host:port` (https://docs.ollama.com/faq), and people add the path of one API or the
 * other to the address.
 */
export function serverUrl(given: string): string {
  const address = given
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(v1|api)$/, '');
  if (/^https?:\/\//.test(address)) return address;
  return /:\d+$/.test(address) ? `http://${address}` : `http://${address}:${PORT}`;
}
