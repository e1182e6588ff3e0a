import { z } from 'zod';
import { booleanField, integerField, optionally, Selector, withDefault } from '../config-fields.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

const BodyItem = z.object({
  key: withDefault(z.string(), ''),
  type: withDefault(z.enum(['file', 'text']), 'text'),
  value: withDefault(z.string(), ''),
  file: withDefault(Selector, []),
});
export type BodyItem = z.infer<typeof BodyItem>;

const Body = z.object({
  type: z.enum(['none', 'form-data', 'x-www-form-urlencoded', 'raw-text', 'json', 'binary']),
  // old files hold the one text itself
  data: z.preprocess(
    (data) => (typeof data === 'string' && data !== '' ? [{ type: 'text', value: data }] : data || []),
    z.array(BodyItem),
  ),
});
export type HttpBody = z.infer<typeof Body>;

const ApiKey = z.object({
  type: z.enum(['basic', 'bearer', 'custom']),
  api_key: z.string(),
  header: withDefault(z.string(), ''),
});

const Authorization = z.discriminatedUnion('type', [
  z.object({ type: z.literal('no-auth') }),
  z.object({ type: z.literal('api-key'), config: ApiKey }),
]);
export type Authorization = z.infer<typeof Authorization>;

export const HttpRequestConfig = z.object({
  method: z.string().refine((method) => methods.some((known) => known === method.toLowerCase()), 'unknown HTTP method'),
  url: z.string(),
  authorization: Authorization,
  headers: z.string(),
  params: z.string(),
  body: optionally(Body),
  /** In seconds; zero counts as absent. */
  timeout: optionally(
    z.object({
      connect: optionally(integerField),
      read: optionally(integerField),
      write: optionally(integerField),
    }),
  ),
  ssl_verify: optionally(booleanField),
  // a reply that is no success fails the node only when something handles the failure
  error_strategy: optionally(z.string()),
  retry_config: optionally(z.object({ retry_enabled: withDefault(booleanField, false) })),
});
export type HttpRequestConfig = z.infer<typeof HttpRequestConfig>;
