import { type ErrorCode, errorCodes } from './error-codes.ts';
import type { JsonValue } from './json.ts';

export interface KnownErrorOptions {
  /** What happened, with the value; the code's own text when absent. */
  message?: string;
  /** What would help. */
  hint?: string;
  /** For programs: problems, limits, names. */
  details?: JsonValue;
  cause?: unknown;
}

/** Something we expect and a caller can act on. Everything else that is thrown is a bug. */
export class KnownError extends Error {
  override readonly name: string = 'KnownError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: JsonValue | undefined;

  constructor(code: ErrorCode, options: KnownErrorOptions = {}) {
    super(options.message ?? errorCodes[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
