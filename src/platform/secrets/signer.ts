import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what leaves the instance and comes back: file URLs, form tokens. */
export interface Signer {
  /** base64url of HMAC-SHA256, as Dify signs file URLs (core/file/helpers.py). */
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

export function createSigner(secretKey: string): Signer {
  // Padded base64, as Python's urlsafe_b64encode writes it.
  const sign = (text: string) =>
    createHmac('sha256', secretKey).update(text).digest('base64').replaceAll('+', '-').replaceAll('/', '_');
  return { sign, verify: (text, signature) => isSameSecret(sign(text), signature) };
}

/** Compares without telling by its duration how much of a guess was right. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
