import { canonicalModelProvider, KnownError, shortProviderName } from '../kernel/index.ts';
import type { ModelReference } from './model-runtime.ts';

/** `--model FROM=TO`: models that a file names, and the one to use instead. */
export interface ModelOverride {
  readonly matches: (reference: ModelReference) => boolean;
  readonly to: ModelReference;
}

/** Parses `provider:model=provider:model`; `*` in FROM stands for any text, `*` alone for every model. */
export function parseModelOverride(text: string): ModelOverride {
  const cut = text.indexOf('=');
  const to = cut < 0 ? undefined : parseModelReference(text.slice(cut + 1));
  const from = text.slice(0, Math.max(cut, 0)).trim();
  if (!to || from === '') {
    throw new KnownError('usage', {
      message: `--model needs FROM=TO, got "${text}"`,
      hint: 'For example --model openai:gpt-4o=ollama:llama3.2 or --model *=openai:gpt-4o-mini',
    });
  }
  return { matches: matcher(from), to };
}

/** `provider:model`; the model's own name may hold colons (`ollama:llama3.2:3b`). */
export function parseModelReference(text: string): ModelReference | undefined {
  const cut = text.indexOf(':');
  const [provider, name] = [text.slice(0, Math.max(cut, 0)).trim(), text.slice(cut + 1).trim()];
  return provider === '' || name === '' ? undefined : { provider, name };
}

function matcher(from: string): ModelOverride['matches'] {
  const cut = from.indexOf(':');
  if (cut < 0) return (reference) => wildcard(from, reference.name);
  const [provider, name] = [from.slice(0, cut), from.slice(cut + 1)];
  return (reference) => isProvider(provider, reference.provider) && wildcard(name, reference.name);
}

/** Short or long on either side. */
function isProvider(pattern: string, provider: string): boolean {
  return (
    wildcard(pattern, shortProviderName(provider)) ||
    wildcard(canonicalModelProvider(pattern), canonicalModelProvider(provider))
  );
}

/** Linear in the text: the pieces between the stars are searched one after another. */
function wildcard(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** The first override that fits, or the reference itself. */
export function applyOverrides(reference: ModelReference, overrides: readonly ModelOverride[]): ModelReference {
  return overrides.find((override) => override.matches(reference))?.to ?? reference;
}
