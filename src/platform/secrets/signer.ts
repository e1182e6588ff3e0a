import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what leaves the instance and comes back: file URLs, form tokens. */
export interface Signer {
  /** base64url of HMAC-SHA256, as Dify signs file URLs (core/file/helpers.py). */
  sign(text: string): string;
  /** What every key makes of it, the present one first: what was signed under an earlier one still holds. */
  signatures(text: string): readonly [string, ...string[]];
  verify(text: string, signature: string): boolean;
}

/** The present key signs; it and the earlier ones verify. */
export function createSigner(secretKey: string, earlier: readonly string[] = []): Signer {
  const sign = (text: string) => signWith(secretKey, text);
  const signatures: Signer['signatures'] = (text) => [sign(text), ...earlier.map((key) => signWith(key, text))];
  return {
    sign,
    signatures,
    // all of them are compared, so that nobody learns which one was nearly right
    verify: (text, signature) => signatures(text).filter((each) => isSameSecret(each, signature)).length > 0,
  };
}

/** Padded base64, as Python's urlsafe_b64encode writes it. */
function signWith(secretKey: string, text: string): string {
  return createHmac('sha256', secretKey).update(text).digest('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Compares without telling by its duration how much of a guess was right. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
