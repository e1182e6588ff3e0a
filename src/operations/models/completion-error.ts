import { KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';

/** A model that failed, as the one code that callers of an app are told (Dify 1.x controllers: InvokeError). */
export function asCompletionError(error: unknown): unknown {
  if (!(error instanceof ModelError)) return error;
  return new KnownError('completion_request_error', { message: error.message, cause: error });
}
