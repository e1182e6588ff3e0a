import { isJsonObject, parseJson, printJson } from '../../../kernel/index.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { publisherUrl } from './publisher-url.ts';
import { withServiceAccount } from './service-account.ts';

/**
 * Claude on Vertex AI: Anthropic's Messages API, but the address names the model, the body the version of the API
 * (https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude).
 */
export async function openClaude(connection: Connection, model: string) {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const url = `${publisherUrl(connection.credentials, 'anthropic')}/models/${model}:streamRawPredict`;
  const provider = createAnthropic({
    apiKey: 'service-account', // the SDK insists on a key; it is taken out below
    fetch: rawPredict(url, withServiceAccount(connection)),
  });
  return provider(model);
}

const VERSION = 'vertex-2023-10-16';

function rawPredict(url: string, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (_input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of ['x-api-key', 'anthropic-version']) headers.delete(name);
    return fetch(url, { ...init, headers, body: toVertex(String(init?.body)) });
  };
}

function toVertex(body: string): string {
  const json = parseJson(body);
  if (!isJsonObject(json)) return body;
  const { model: _inAddress, ...rest } = json;
  return printJson({ anthropic_version: VERSION, ...rest });
}
