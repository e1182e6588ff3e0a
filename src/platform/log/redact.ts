/** Keeps credentials out of logs: by the name of a field, by known values, by the look of common tokens. */

const SECRET_NAME =
  /^(?:.*[_-])?(?:password|passwd|secret|secret[_-]?key|token|api[_-]?key|apikey|authorization|cookie|set-cookie|credentials?|private[_-]?key)$/i;
const SECRET_LOOKS = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\b(?:sk|app|dataset|ghp|xox[abp])-[\w-]{16,}/g, '[redacted]'],
  // of the scheme its last letter: to look for its first takes as long as the text is, time and again
  [/([\w+.-]:\/\/)[^\s/@:]+:[^\s/@]+@/gi, '$1[redacted]@'],
  [
    /([?&](?:[\w.-]*(?:key|token|sign|signature|secret|password|credential|authorization))=)[^&\s"']+/gi,
    '$1[redacted]',
  ],
] as const;
const REDACTED = '[redacted]';
const SHORTEST_SECRET = 6; // replacing shorter ones would tear ordinary words apart
const DEEPEST = 8;

/** A copy fit for a log: secrets replaced, errors as plain objects, too deep nesting cut. */
export function redact(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[nested]';
  const inner = (child: unknown) => redact(child, secrets, depth + 1);
  if (value instanceof Error) return fromError(value, inner);
  if (Array.isArray(value)) return value.map(inner);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date || value instanceof URL) return inner(value instanceof Date ? value.toJSON() : value.href);
  const pairs = Object.entries(value).map(([key, child]) => [key, isHidden(key, child) ? REDACTED : inner(child)]);
  return Object.fromEntries(pairs);
}

/** `total_tokens: 12` is a count, not a secret. */
function isHidden(key: string, value: unknown): boolean {
  return SECRET_NAME.test(key) && value !== null && typeof value !== 'number' && typeof value !== 'boolean';
}

function fromError(error: Error, inner: (value: unknown) => unknown): unknown {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { name, message: inner(message), ...code, stack: inner(stack), ...(cause ? { cause: inner(cause) } : {}) };
}

export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) clean = clean.replaceAll(secret, REDACTED);
  }
  for (const [look, instead] of SECRET_LOOKS) clean = clean.replace(look, instead);
  return clean;
}
