import { errorText, isJsonObject, type JsonValue, printJson } from '../../kernel/index.ts';
import { ModelError } from '../model-runtime.ts';
import { HttpFailure, messageOfBody, messageOfJson } from './http-failure.ts';

type ErrorType = ModelError['errorType'];

/** What Dify's runtime puts between the provider's name and its message (core/model_runtime/errors/invoke.py). */
const DESCRIPTIONS: Record<ErrorType, string> = {
  InvokeError: 'Error',
  InvokeConnectionError: 'Connection Error',
  InvokeServerUnavailableError: 'Server Unavailable Error',
  InvokeRateLimitError: 'Rate Limit Error',
  InvokeAuthorizationError: 'Incorrect model credentials provided, please check and try again.',
  InvokeBadRequestError: 'Bad Request Error',
};

/** Any failure of a call as the error that Dify's runtime would name; `secrets` never appear in its message. */
export function toModelError(error: unknown, provider: string, secrets: readonly string[] = []): ModelError {
  if (error instanceof ModelError) return error;
  const { type, message } = classify(error);
  const text = message === '' ? DESCRIPTIONS[type] : `${DESCRIPTIONS[type]}, ${message}`;
  return new ModelError(type, hideSecrets(`[${provider}] ${text}`, secrets), { cause: forLog(error, secrets) });
}

const DEEPEST_CAUSE = 8;

/** What the log of the process may know: names, messages, codes and stacks, without keys that a provider repeated. */
function forLog(error: unknown, secrets: readonly string[], depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? hideSecrets(error, secrets) : undefined;
  const { name, message, stack, cause } = error;
  const inner = depth < DEEPEST_CAUSE ? forLog(cause, secrets, depth + 1) : undefined;
  const copy = new Error(hideSecrets(message, secrets), inner === undefined ? undefined : { cause: inner });
  copy.name = name;
  const told = stack?.replace(message, () => copy.message);
  if (told !== undefined) copy.stack = hideSecrets(told, secrets);
  return 'code' in error ? Object.assign(copy, { code: error.code }) : copy;
}

function classify(error: unknown): { type: ErrorType; message: string } {
  if (error instanceof HttpFailure) return { type: typeOfStatus(error.status), message: error.message };
  const sdk = sdkCallError(error);
  if (sdk?.status !== undefined && sdk.status >= 400) {
    return { type: typeOfStatus(sdk.status), message: messageOfBody(sdk.body) ?? sdk.message };
  }
  if (sdk) return { type: 'InvokeConnectionError', message: withCause(error) };
  if (isConnectionFailure(error)) return { type: 'InvokeConnectionError', message: withCause(error) };
  const unreadable = unreadableReply(error);
  if (unreadable !== undefined) return { type: 'InvokeServerUnavailableError', message: unreadable };
  if (error instanceof Error) return { type: typeOfSdkName(error.name), message: error.message };
  return classifyStreamError(error);
}

/** What the SDK says of a reply it cannot read is many lines long: the reply and a report of the schema. */
function unreadableReply(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  if (name === 'AI_JSONParseError') return `a reply that is not JSON: ${excerpt('text' in error ? error.text : '')}`;
  if (name !== 'AI_TypeValidationError') return undefined;
  return `a reply of an unexpected shape: ${excerpt('value' in error ? error.value : '')}`;
}

const EXCERPT_LENGTH = 200;
const CUT = '…';

function excerpt(value: unknown): string {
  const text = (typeof value === 'string' ? value : printJson(value)).replaceAll(/\s+/g, ' ');
  return text.length > EXCERPT_LENGTH ? text.slice(0, EXCERPT_LENGTH) + CUT : text;
}

/** `APICallError` of `@ai-sdk/provider`, known by its name so that the package need not be loaded here. */
function sdkCallError(error: unknown): { status: number | undefined; body: string; message: string } | undefined {
  if (!(error instanceof Error) || error.name !== 'AI_APICallError') return undefined;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  const body = 'responseBody' in error && typeof error.responseBody === 'string' ? error.responseBody : '';
  return { status, body, message: error.message };
}

function typeOfStatus(status: number): ErrorType {
  if (status === 401 || status === 403) return 'InvokeAuthorizationError';
  if (status === 429) return 'InvokeRateLimitError';
  if (status === 408 || status === 425) return 'InvokeConnectionError';
  return status >= 500 ? 'InvokeServerUnavailableError' : 'InvokeBadRequestError';
}

function typeOfSdkName(name: string): ErrorType {
  if (name === 'AI_UnsupportedFunctionalityError' || name === 'AI_InvalidPromptError') return 'InvokeBadRequestError';
  if (name === 'AI_LoadAPIKeyError') return 'InvokeAuthorizationError';
  return 'InvokeServerUnavailableError';
}

/** An error object that came inside a stream which had begun with 200: `{message, type, code}`. */
function classifyStreamError(error: unknown): { type: ErrorType; message: string } {
  const json = isJsonObject(error) ? error : {};
  const message = messageOfJson(error as JsonValue) ?? errorText(error);
  const code = Number(json['code'] ?? json['status'] ?? Number.NaN);
  if (code >= 400 && code < 600) return { type: typeOfStatus(code), message };
  const words = `${String(json['type'] ?? '')} ${String(json['code'] ?? '')}`;
  if (/rate_limit|overloaded|throttl|quota/i.test(words)) return { type: 'InvokeRateLimitError', message };
  if (/auth|permission/i.test(words)) return { type: 'InvokeAuthorizationError', message };
  if (/server_error|api_error|internal|unavailable/i.test(words)) {
    return { type: 'InvokeServerUnavailableError', message };
  }
  return { type: 'InvokeBadRequestError', message };
}

/** No answer at all, or a broken one: undici's and Node's network errors, anywhere in the chain of causes. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof TypeError && /fetch failed|terminated/.test(error.message)) return true;
  return networkCode(error) !== undefined;
}

/** The system's or undici's code of a network failure (`ECONNREFUSED`, `UND_ERR_SOCKET`, …). */
export function networkCode(error: unknown): string | undefined {
  for (
    let current: unknown = error, depth = 0;
    current instanceof Error && depth < 8;
    current = current.cause, depth++
  ) {
    const code = 'code' in current ? current.code : undefined;
    if (typeof code === 'string' && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(code)) return code;
  }
  return undefined;
}

/** `fetch failed` alone helps nobody: the innermost cause says what happened. */
function withCause(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return errorText(deepest) || (networkCode(error) ?? errorText(error));
}

/** Short values (`true`, a region) are no secrets and would garble the text. */
const MIN_SECRET = 8;

function hideSecrets(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= MIN_SECRET);
  const hidden = long.reduce((result, secret) => result.replaceAll(secret, HIDDEN), text);
  return long.reduce(hideBegun, hidden);
}

const HIDDEN = '***';

/** Where a text was cut for its length, its end may be the beginning of a secret. */
function hideBegun(text: string, secret: string): string {
  const said = text.endsWith(CUT) ? text.slice(0, -CUT.length) : text;
  for (let length = secret.length - 1; length >= MIN_SECRET; length -= 1) {
    if (said.endsWith(secret.slice(0, length))) return said.slice(0, -length) + HIDDEN;
  }
  return text;
}
