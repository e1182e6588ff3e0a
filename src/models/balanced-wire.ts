import { ModelError } from './model-runtime.ts';
import type { LanguageWire } from './wire/language-wire.ts';

/** One credential's way to a model. */
export interface Candidate<Wire> {
  readonly wire: Wire;
  readonly report: (outcome: 'rate-limited' | 'refused') => void;
  readonly toModelError: (error: unknown) => ModelError;
}

/** Tries the candidates in turn, as long as nothing has come and the refusal was about the credential. */
export function balancedWire(candidates: readonly Candidate<LanguageWire>[]): LanguageWire {
  return {
    async *stream(request) {
      for (const [index, candidate] of candidates.entries()) {
        let hasBegun = false;
        try {
          for await (const chunk of candidate.wire.stream(request)) {
            hasBegun = true;
            yield chunk;
          }
          return;
        } catch (error) {
          request.signal.throwIfAborted();
          const outcome = outcomeOf(candidate.toModelError(error));
          if (outcome) candidate.report(outcome);
          if (hasBegun || !outcome || index === candidates.length - 1) throw error;
        }
      }
    },
  };
}

/** The same for calls with one answer. */
export async function firstThatAnswers<Wire, Result>(
  candidates: readonly Candidate<Wire>[],
  call: (wire: Wire) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (const [index, candidate] of candidates.entries()) {
    try {
      return await call(candidate.wire);
    } catch (error) {
      signal?.throwIfAborted();
      const modelError = candidate.toModelError(error);
      const outcome = outcomeOf(modelError);
      if (outcome) candidate.report(outcome);
      if (!outcome || index === candidates.length - 1) throw modelError;
    }
  }
  throw new ModelError('InvokeAuthorizationError', 'No credential is left to try.');
}

function outcomeOf(error: ModelError): 'rate-limited' | 'refused' | undefined {
  if (error.errorType === 'InvokeRateLimitError') return 'rate-limited';
  return error.errorType === 'InvokeAuthorizationError' ? 'refused' : undefined;
}
