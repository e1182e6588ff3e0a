import { isJsonObject, type JsonObject, parseJson } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import { readJson } from '../../wire/http-call.ts';
import { HttpFailure } from '../../wire/http-failure.ts';
import type { Connection } from '../../wire/language-wire.ts';

/**
 * Access tokens for a service account (https://developers.google.com/identity/protocols/oauth2/service-account): a JWT
 * signed with the account's key is exchanged for a token that lives an hour.
 */
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const LIFETIME_SECONDS = 3600;
/** A token is renewed before it dies on the way. */
const MARGIN_MS = 60_000;

/** A fetch that signs every request in; tokens are fetched through the same `fetch`. */
export function withServiceAccount({ credentials, fetch, clock }: Connection): typeof globalThis.fetch {
  const key = credentials['vertex_service_account_key'] ?? '';
  let token: Promise<Token> | undefined;
  return async (input, init) => {
    if (token === undefined || (await token.catch(expired)).expiresAt < clock.now()) {
      token = requestToken(key, { fetch, clock });
    }
    const headers = new Headers(init?.headers);
    headers.delete('x-goog-api-key');
    headers.set('authorization', `Bearer ${(await token).text}`);
    return fetch(input, { ...init, headers });
  };
}

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

const expired = (): Token => ({ text: '', expiresAt: 0 });

async function requestToken(key: string, { fetch, clock }: Pick<Connection, 'fetch' | 'clock'>): Promise<Token> {
  const assertion = await sign(readKey(key));
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const reply = await fetch(TOKEN_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
  if (!reply.ok) throw new HttpFailure(reply.status, await reply.text(), reply.statusText);
  const json = await readJson(reply);
  const text = isJsonObject(json) ? json['access_token'] : undefined;
  if (typeof text !== 'string') throw new ModelError('InvokeAuthorizationError', 'Google answered without a token.');
  return { text, expiresAt: clock.now() + LIFETIME_SECONDS * 1000 - MARGIN_MS };
}

async function sign({ email, privateKey }: { email: string; privateKey: string }): Promise<string> {
  const { importPKCS8, SignJWT } = await import('jose');
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(email)
    .setAudience(TOKEN_URL)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(await importPKCS8(privateKey, 'RS256'));
}

/** The JSON key file that Google hands out, plain or in base64 as Dify's form wants it. */
function readKey(key: string): { email: string; privateKey: string } {
  const json = tryParse(key) ?? tryParse(Buffer.from(key, 'base64').toString('utf8'));
  const [email, privateKey] = [json?.['client_email'], json?.['private_key']];
  if (typeof email === 'string' && typeof privateKey === 'string') return { email, privateKey };
  throw new ModelError(
    'InvokeAuthorizationError',
    'The service account key is not the JSON file of a service account.',
  );
}

function tryParse(text: string): JsonObject | undefined {
  try {
    const json = parseJson(text);
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
