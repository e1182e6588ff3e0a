import type { CredentialOutcome } from './credential-source.ts';
import { type LanguageRequest, ModelError } from './model-runtime.ts';
import type { LanguageWire, WireChunk } from './wire/language-wire.ts';
import { wasNeverSent } from './wire/patient-fetch.ts';

/** One credential's way to a model. */
export interface Candidate<Wire> {
  readonly wire: Wire;
  readonly report: (outcome: CredentialOutcome) => void;
  readonly toModelError: (error: unknown) => ModelError;
}

/** Tries the candidates in turn, as long as nothing has come and another credential may fare better. */
export function balancedWire(candidates: readonly Candidate<LanguageWire>[]): LanguageWire {
  return { stream: (request) => new BalancedStream(candidates, request) };
}

/** From its first chunk on it hands over what the candidate gives, without a turn of its own for each chunk. */
class BalancedStream implements AsyncIterableIterator<WireChunk> {
  readonly #candidates: readonly Candidate<LanguageWire>[];
  readonly #request: LanguageRequest;
  #begun: AsyncIterator<WireChunk> | undefined;
  #chosen: Candidate<LanguageWire> | undefined;

  constructor(candidates: readonly Candidate<LanguageWire>[], request: LanguageRequest) {
    this.#candidates = candidates;
    this.#request = request;
  }

  next(): Promise<IteratorResult<WireChunk>> {
    return this.#begun ? this.#begun.next().catch(this.#breakOff) : this.#begin();
  }

  async return(): Promise<IteratorResult<WireChunk>> {
    await this.#begun?.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #begin(): Promise<IteratorResult<WireChunk>> {
    for (const [index, candidate] of this.#candidates.entries()) {
      try {
        const chunks = candidate.wire.stream(this.#request)[Symbol.asyncIterator]();
        const first = await chunks.next();
        this.#begun = chunks;
        this.#chosen = candidate;
        return first;
      } catch (error) {
        const isWorthAnother = this.#report(candidate, error);
        if (!isWorthAnother || index === this.#candidates.length - 1) throw error;
      }
    }
    return { done: true, value: undefined };
  }

  /** Too late for another candidate. */
  readonly #breakOff = (error: unknown): never => {
    if (this.#chosen) this.#report(this.#chosen, error);
    throw error;
  };

  /** Whether another candidate may fare better. Throws on when nobody wants to hear any more. */
  #report(candidate: Candidate<LanguageWire>, error: unknown): boolean {
    this.#request.signal.throwIfAborted();
    const outcome = outcomeOf(candidate.toModelError(error));
    if (outcome) candidate.report(outcome);
    return outcome !== undefined;
  }
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
