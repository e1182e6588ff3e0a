import { httpUrl, text } from '../value-schemas.ts';
import { optional, type Setting, setting } from './setting.ts';

/** Where models are asked. */
export const modelSettings = {
  modelGateway: setting(optional(httpUrl), undefined, 'OpenAI-compatible base URL (…/v1) that serves every model'),
  modelGatewayApiKey: setting(optional(text), undefined, 'Key of the model gateway', { isSecret: true }),
} as const satisfies Record<string, Setting>;
