import type { CredentialOutcome } from './credential-source.ts';
import { ModelError } from './model-runtime.ts';
import type { LanguageWire } from './wire/language-wire.ts';
import { wasNeverSent } from './wire/patient-fetch.ts';

/** One credential's way to a model. */
export interface Candidate<Wire> {
  readonly wire: Wire;
  readonly report: (outcome: CredentialOutcome) => void;
  readonly toModelError: (error: unknown) => ModelError;
}

/** Tries the candidates in turn, as long as nothing has come and another credential may fare better. */
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

/** What another credential may be spared; undefined for what would happen to all. */
function outcomeOf(error: ModelError): CredentialOutcome | undefined {
  if (error.errorType === 'InvokeRateLimitError') return 'rate-limited';
  if (error.errorType === 'InvokeAuthorizationError') return 'refused';
  return wasNeverSent(error) ? 'unreachable' : undefined;
}
