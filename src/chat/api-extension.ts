import { isJsonObject, type JsonObject, KnownError, parseJson, printJson } from '../kernel/index.ts';
import { type Outbound, outboundFailure } from '../platform/outbound/index.ts';

/** What a workspace's own service may be asked (Dify 1.x models/api_based_extension.py, `APIBasedExtensionPoint`). */
export type ExtensionPoint = 'ping' | 'app.moderation.input' | 'app.moderation.output';

/** A service of a workspace that decides in the place of Dify. */
export interface ApiExtensionAddress {
  readonly endpoint: string;
  readonly apiKey: string;
}

/** Asks the service with this id, of the workspace that the caller was made for. */
export type ExtensionCaller = (id: string, point: ExtensionPoint, params: JsonObject) => Promise<JsonObject>;

/** Dify 1.x core/extension/api_based_extension_requestor.py waits as long. */
const TIMEOUT_MS = 60_000;
const CONNECT_MS = 5_000;
const MAX_REPLY_BYTES = 1024 * 1024;
/** How much of an unwelcome reply is repeated. */
const SHOWN_CHARACTERS = 100;

/** One question to a service: `{point, params}` with its key, an object in reply. */
export async function askExtension(
  fetch: Outbound['fetch'],
  { endpoint, apiKey }: ApiExtensionAddress,
  point: ExtensionPoint,
  params: JsonObject,
): Promise<JsonObject> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: printJson({ point, params }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    limits: { connectTimeoutMs: CONNECT_MS, maxBytes: MAX_REPLY_BYTES },
  }).catch((cause: unknown) => {
    throw cause instanceof KnownError
      ? cause
      : refused(`request connection error: ${outboundFailure(cause).text}`, cause);
  });
  const text = await response.text();
  if (response.status !== 200) {
    const shown = text.slice(0, SHOWN_CHARACTERS);
    throw refused(`request error, status_code: ${response.status}, content: ${shown}`);
  }
  return readReply(text);
}

function readReply(text: string): JsonObject {
  try {
    const reply = parseJson(text);
    if (isJsonObject(reply)) return reply;
  } catch (cause) {
    throw refused('the API-based extension answered without JSON', cause);
  }
  throw refused('the API-based extension answered with something that is no object');
}

function refused(message: string, cause?: unknown): KnownError {
  return new KnownError('invalid_param', { message, ...(cause !== undefined && { cause }) });
}
