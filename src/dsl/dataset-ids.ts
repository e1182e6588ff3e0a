import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { TenantId } from '../kernel/index.ts';

/**
 * Ids of knowledge bases leave a workspace encrypted, so that a file says nothing to others and still works at home:
 * AES-256-CBC, PKCS7, base64; key: SHA-256 of the tenant id, IV: its first 16 bytes.
 * Dify 1.x services/app_dsl_service.py. (It hides ids; it is no protection, as there is no secret in it.)
 */
const ALGORITHM = 'aes-256-cbc';

function keyOf(tenantId: TenantId): { key: Buffer; iv: Buffer } {
  const key = createHash('sha256').update(tenantId).digest();
  return { key, iv: key.subarray(0, 16) };
}

export function encryptDatasetId(datasetId: string, tenantId: TenantId): string {
  const { key, iv } = keyOf(tenantId);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  return Buffer.concat([cipher.update(datasetId, 'utf8'), cipher.final()]).toString('base64');
}

/** The id in clear; plain UUIDs stay as they are, and ids that another workspace encrypted are undefined. */
export function decryptDatasetId(text: string, tenantId: TenantId): string | undefined {
  if (isAnyUuid(text)) return text;
  const { key, iv } = keyOf(tenantId);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv);
    const clear = Buffer.concat([decipher.update(text, 'base64'), decipher.final()]).toString('utf8');
    return isAnyUuid(clear) ? clear : undefined;
  } catch {
    return undefined; // not a whole number of blocks, or a foreign key: the padding does not fit
  }
}

/** Every spelling that Python's `uuid.UUID` takes: with and without dashes, braces, `urn:uuid:`. */
function isAnyUuid(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(
    text
      .replace(/^urn:/, '')
      .replace(/^uuid:/, '')
      .replace(/^\{|\}$/g, '')
      .replaceAll('-', ''),
  );
}
