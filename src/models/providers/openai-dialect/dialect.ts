import type { JsonObject } from '../../../kernel/index.ts';
import { bearer, joinUrl } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';

type Credentials = Connection['credentials'];

/** What providers that speak OpenAI's wire do differently from one another. */
export interface OpenAiDialect {
  readonly baseUrl: (credentials: Credentials) => string;
  readonly apiKey: (credentials: Credentials) => string | undefined;
  readonly headers?: (credentials: Credentials) => Readonly<Record<string, string>>;
  /** Last word on the body of a chat request. */
  readonly adaptBody?: (body: JsonObject, model: string) => JsonObject;
  /** False for servers that refuse `stream_options`. */
  readonly asksForUsage: boolean;
  /** False for servers that refuse `reasoning_content` in a message. */
  readonly knowsReasoning?: boolean;
  /** The address of an endpoint, where it is not simply base and path. */
  readonly url?: (credentials: Credentials, path: string, model: string) => string;
  /** Texts per embedding request, where it is not OpenAI's 2048. */
  readonly maxEmbeddingBatch?: number;
}

export function headersOf(dialect: OpenAiDialect, credentials: Credentials): Record<string, string> {
  return { ...bearer(dialect.apiKey(credentials)), ...dialect.headers?.(credentials) };
}

export function urlOf(dialect: OpenAiDialect, credentials: Credentials, path: string, model: string): string {
  return dialect.url?.(credentials, path, model) ?? joinUrl(dialect.baseUrl(credentials), path);
}
