import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { KnownError } from '../../kernel/index.ts';

/** Encrypts what is stored; the first key encrypts, every key decrypts. */
export interface Vault {
  /** `context` names where the secret belongs (a table and row): it decrypts nowhere else. */
  encrypt(plain: string, context: string): string;
  decrypt(sealed: string, context: string): string;
  /** True when an older key sealed it: encrypt it anew when convenient. */
  isOutdated(sealed: string): boolean;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `secretKeys`: the present key first, then earlier ones. Sealed: `v1.<key id>.<base64url of nonce, tag, text>`. */
export function openVault(secretKeys: readonly [string, ...string[]]): Vault {
  const [current, ...earlier] = secretKeys;
  const present = deriveKey(current);
  const keys = new Map([present, ...earlier.map(deriveKey)].map((key) => [key.id, key]));
  return {
    encrypt: (plain, context) => seal(present, plain, context),
    decrypt: (sealed, context) => unseal(keys, sealed, context),
    isOutdated: (sealed) => sealed.split('.')[1] !== present.id,
  };
}

function deriveKey(secretKey: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secretKey, '', 'dify vault v1', 32));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

function seal(key: Key, plain: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [FORMAT, key.id, Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')].join('.');
}

function unseal(keys: ReadonlyMap<string, Key>, sealed: string, context: string): string {
  const [format, id = '', body = ''] = sealed.split('.');
  const key = keys.get(id);
  if (format !== FORMAT || !key) throw unreadable(`it was encrypted with another secret key (${id || 'unknown'})`);
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw unreadable('it was changed or belongs elsewhere', cause);
  }
}

function unreadable(reason: string, cause?: unknown): KnownError {
  return new KnownError('data_directory_invalid', {
    message: `A stored secret cannot be decrypted: ${reason}`,
    hint: 'Set SECRET_KEY to the key it was stored with, or enter the credentials again.',
    cause,
  });
}
