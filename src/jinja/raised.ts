import { TemplateError } from './template-error.ts';

/** A Python exception on its way up: some filters catch one, the door makes a `TemplateError` of the others. */
class Raised extends Error {
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

export function raise(kind: string, message: string): never {
  throw new Raised(kind, message);
}

export function isRaised(error: unknown, ...kinds: readonly string[]): boolean {
  return error instanceof Raised && kinds.includes(error.kind);
}

/** Whatever was thrown in a template, as the one error the door knows. Bugs pass through unchanged. */
export function toTemplateError(error: unknown, line: number | undefined): unknown {
  if (error instanceof Raised) return new TemplateError(error.kind, error.message, line);
  if (!(error instanceof RangeError)) return error;
  // V8 says so when the stack is used up; its other RangeErrors are texts, lists and integers beyond its own bounds.
  const isStack = /call stack/i.test(error.message);
  const [kind, message] = isStack
    ? ['RecursionError', 'maximum recursion depth exceeded']
    : ['MemoryError', 'a value is too large'];
  return new TemplateError(kind, message, line, error);
}
