import { defineNode } from '../define-node.ts';
import { referencesOf } from '../template-references.ts';
import { HttpRequestConfig } from './config.ts';
import { execute } from './execute.ts';

/** Sends one HTTP request; a reply is text or a file. */
export const httpRequest = defineNode({
  type: 'http-request',
  version: '1',
  role: 'executable',
  isRetryable: true,
  config: HttpRequestConfig,
  reads: readsOf,
  execute,
});

function readsOf(config: HttpRequestConfig) {
  const items = config.body?.data ?? [];
  const key = config.authorization.type === 'api-key' ? config.authorization.config.api_key : '';
  const texts = [config.url, config.headers, config.params, key, ...items.flatMap((item) => [item.key, item.value])];
  return [...texts.flatMap(referencesOf), ...items.map((item) => item.file).filter((file) => file.length > 1)];
}
