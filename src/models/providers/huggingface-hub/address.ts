import { joinUrl } from '../../wire/http-call.ts';
import type { Connection } from '../../wire/language-wire.ts';

type Credentials = Connection['credentials'];

/** https://huggingface.co/docs/inference-providers: one address for all hosted models. */
const ROUTER = 'https://router.huggingface.co';

/** The address of an Inference Endpoint of one's own; undefined for the hosted models. */
function endpointOf(credentials: Credentials): string | undefined {
  if (credentials['huggingfacehub_api_type'] === 'hosted_inference_api') return undefined;
  return credentials['huggingfacehub_endpoint_url']?.replace(/\/+$/, '') || undefined;
}

/** Where the model chats in OpenAI's dialect (https://huggingface.co/docs/inference-providers/tasks/chat-completion). */
export function chatBaseUrl(credentials: Credentials): string {
  const base = endpointOf(credentials) ?? ROUTER;
  return base.endsWith('/v1') ? base : `${base}/v1`;
}

/** Where the model does its task: an endpoint serves one model, the hosted ones have a path each. */
export function taskUrl(credentials: Credentials, model: string, pipeline?: 'feature-extraction'): string {
  const endpoint = endpointOf(credentials)?.replace(/\/v1$/, '');
  if (endpoint) return endpoint;
  const path = model.split('/').map(encodeURIComponent).join('/');
  return joinUrl(ROUTER, `hf-inference/models/${path}${pipeline ? `/pipeline/${pipeline}` : ''}`);
}
