import { KnownError } from '../../kernel/index.ts';
import { ModelError } from '../../models/index.ts';

/** A call that failed, as an error that says so to a caller. The message names the provider and holds no secret. */
export async function asKnownErrors(call: Promise<void>, subject: string): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new KnownError('completion_request_error', { message: `${subject}: no answer in time`, cause: error });
    }
    if (!(error instanceof ModelError)) throw error;
    throw new KnownError(CODES[error.errorType], {
      message: `${subject}: ${error.message}`,
      details: { error_type: error.errorType },
      cause: error,
    });
  }
}

const CODES = {
  InvokeError: 'completion_request_error',
  InvokeConnectionError: 'completion_request_error',
  InvokeServerUnavailableError: 'completion_request_error',
  InvokeRateLimitError: 'rate_limit_error',
  InvokeAuthorizationError: 'provider_not_initialize',
  InvokeBadRequestError: 'completion_request_error',
} as const satisfies Record<ModelError['errorType'], string>;
