import type { Clock } from '../../kernel/index.ts';
import type { LanguageChunk, LanguageRequest, ProviderTurn } from '../model-runtime.ts';

/**
 * The words of this folder: a *wire* is one model at one provider, as its protocol has it: no prices, no times, errors
 * as the protocol gives them. `language-model.ts` makes a `LanguageModel` of it.
 */
export interface LanguageWire {
  /** One streamed call; ends with one `finish`. */
  stream(request: LanguageRequest): AsyncIterable<WireChunk>;
}

export type WireChunk =
  | Exclude<LanguageChunk, { type: 'finish' }>
  /** `tokens` is absent when the provider did not say. */
  | { readonly type: 'finish'; readonly reason: string; readonly tokens?: TokenCounts; readonly turn?: ProviderTurn };

export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

/** Where and as whom a provider is called. */
export interface Connection {
  readonly fetch: typeof globalThis.fetch;
  /** For providers that must be asked again until they are done. */
  readonly clock: Clock;
  /** Values under the provider's credential fields (`api_key`, `base_url`, …). */
  readonly credentials: Readonly<Record<string, string>>;
}
