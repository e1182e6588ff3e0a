import { isJsonObject, type JsonObject, type JsonValue, parseJson, printJson } from '../../kernel/index.ts';

/** A provider's answer that is not a success. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string, statusText = '') {
    super(messageOfBody(body) ?? (statusText || `HTTP ${status}`));
    this.status = status;
    this.body = body;
  }
}

/** A refusal in the body of an HTTP 200, as the failure with the status that says the same. */
export function refusal(status: number, said: JsonObject): HttpFailure {
  return new HttpFailure(status, printJson(said));
}

const MAX_MESSAGE = 1000;

/** The sentence for people in a provider's error body, wherever it keeps it; undefined when the body is empty. */
export function messageOfBody(body: string): string | undefined {
  const text = body.trim();
  if (text === '') return undefined;
  return (messageOfJson(tryParse(text)) ?? text).slice(0, MAX_MESSAGE);
}

const MESSAGE_KEYS = [
  'message',
  'error',
  'detail',
  'error_msg',
  'msg',
  'Message',
  'errors',
  'base_resp',
  'status_msg',
  'Response',
  'Error',
];

/** `{error: {message}}`, `{error: text}`, `{message}`, `{detail}`, `[{error: {message}}]` and the like. */
export function messageOfJson(json: JsonValue | undefined): string | undefined {
  if (typeof json === 'string') return json === '' ? undefined : json;
  if (Array.isArray(json)) return messageOfJson(json[0]);
  if (!isJsonObject(json)) return undefined;
  for (const key of MESSAGE_KEYS) {
    const message = messageOfJson(json[key]);
    if (message !== undefined) return message;
  }
  return undefined;
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
