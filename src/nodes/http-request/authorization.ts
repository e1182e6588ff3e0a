import { NodeError } from '../node-error.ts';
import type { Authorization } from './config.ts';
import type { Pair, Render } from './pair.ts';

export function authorizationHeader(authorization: Authorization, render: Render): Pair | undefined {
  if (authorization.type === 'no-auth') return undefined;
  const { type, api_key, header } = authorization.config;
  const key = render(api_key);
  if (key.trim() === '') {
    throw new NodeError(
      'AuthorizationConfigError',
      'API key is required for authorization but was empty. Please provide a valid API key.',
    );
  }
  return [header || 'Authorization', credential(type, key)];
}

function credential(type: 'basic' | 'bearer' | 'custom', key: string): string {
  if (type === 'bearer') return `Bearer ${key}`;
  if (type === 'custom') return key;
  // without a colon it is taken as encoded already
  return `Basic ${key.includes(':') ? Buffer.from(key).toString('base64') : key}`;
}
