import { z } from 'zod';
import { booleanField, integerField, withDefault } from '../config-fields.ts';

const Named = z.object({ name: z.string(), required: withDefault(booleanField, false) });
const BodyField = Named.extend({ type: withDefault(z.string(), 'string') });

export const TriggerWebhookConfig = z.object({
  method: withDefault(z.string(), 'get'),
  content_type: withDefault(z.string(), 'application/json'),
  headers: withDefault(z.array(Named), []),
  params: withDefault(z.array(Named), []),
  body: withDefault(z.array(BodyField), []),
  status_code: withDefault(integerField, 200),
  response_body: withDefault(z.string(), ''),
  timeout: withDefault(integerField, 30),
  async_mode: withDefault(booleanField, true),
});
export type TriggerWebhookConfig = z.infer<typeof TriggerWebhookConfig>;
