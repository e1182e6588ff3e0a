import { type JsonValue, parseJson, printJson } from '../../kernel/index.ts';
import { HttpFailure } from './http-failure.ts';

export interface HttpCall {
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Posts JSON and gives the successful reply; anything but 2xx is an `HttpFailure`. */
export async function postJson(call: HttpCall, body: JsonValue): Promise<Response> {
  return post(call, printJson(body), { 'content-type': 'application/json' });
}

/** Posts JSON and parses the JSON reply. */
export async function askJson(call: HttpCall, body: JsonValue): Promise<JsonValue> {
  return readJson(await postJson(call, body));
}

export async function postForm(call: HttpCall, form: FormData): Promise<Response> {
  return post(call, form, {});
}

async function post(call: HttpCall, body: string | FormData, headers: Record<string, string>): Promise<Response> {
  return send(call, { method: 'POST', headers: { ...headers, ...call.headers }, body });
}

/** Gets the successful reply; anything but 2xx is an `HttpFailure`. */
export async function get(call: HttpCall): Promise<Response> {
  return send(call, { method: 'GET', headers: { ...call.headers } });
}

async function send(call: HttpCall, init: RequestInit): Promise<Response> {
  const reply = await call.fetch(call.url, { ...init, ...(call.signal && { signal: call.signal }) });
  if (reply.ok) return reply;
  throw new HttpFailure(reply.status, await reply.text(), reply.statusText);
}

export async function readJson(reply: Response): Promise<JsonValue> {
  const text = await reply.text();
  try {
    return parseJson(text);
  } catch (cause) {
    throw new Error(`the provider's answer is not JSON: ${text.slice(0, 200)}`, { cause });
  }
}

/** The body of a reply that must have one. */
export function bodyOf(reply: Response): ReadableStream<Uint8Array> {
  if (!reply.body) throw new Error("the provider's answer has no body");
  return reply.body;
}

/** `base` and `path` with exactly one slash between them. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** The credential's value, or a sentence that says which one is missing. */
export function bearer(apiKey: string | undefined): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
