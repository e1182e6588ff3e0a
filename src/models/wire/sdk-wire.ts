import type { EmbeddingModelV4, LanguageModelV4, LanguageModelV4CallOptions, RerankingModelV4 } from '@ai-sdk/provider';
import type { EmbeddingWire, RerankWire } from '../model-provider.ts';
import type { LanguageWire } from './language-wire.ts';
import { type SdkCall, toSdkCall } from './sdk-options.ts';
import { streamFromSdk } from './sdk-stream.ts';

/** Options under the name of an SDK provider. */
export type ProviderOptions = NonNullable<LanguageModelV4CallOptions['providerOptions']>;

/**
 * A model of the AI SDK as a wire; the SDK is loaded with the first call. `adapt` has the last word on the options, where
 * the SDK means something else by them than Dify.
 */
export function sdkLanguageWire(
  open: () => Promise<LanguageModelV4>,
  providerOptions: (rest: SdkCall['rest'], user: string | undefined) => ProviderOptions = () => ({}),
  adapt: (call: SdkCall) => LanguageModelV4CallOptions = ({ options }) => options,
): LanguageWire {
  let opened: Promise<LanguageModelV4> | undefined;
  return {
    stream(request) {
      opened ??= open();
      return streamFromSdk(opened, () => {
        const { options, rest } = toSdkCall(request);
        return adapt({ options: { ...options, providerOptions: providerOptions(rest, request.user) }, rest });
      });
    },
  };
}

/** An embedding model of the AI SDK as a wire. `forPurpose` tells documents from questions where the provider does. */
export function sdkEmbeddingWire(
  maxBatch: number,
  open: () => Promise<EmbeddingModelV4>,
  forPurpose: (purpose: 'document' | 'query') => ProviderOptions = () => ({}),
): EmbeddingWire {
  let opened: Promise<EmbeddingModelV4> | undefined;
  return {
    maxBatch,
    async embed(texts, purpose, signal) {
      opened ??= open();
      const { embeddings } = await (await opened).doEmbed({
        values: [...texts],
        providerOptions: forPurpose(purpose),
        ...(signal && { abortSignal: signal }),
      });
      return embeddings;
    },
  };
}

/** A reranking model of the AI SDK as a wire. */
export function sdkRerankWire(open: () => Promise<RerankingModelV4>): RerankWire {
  let opened: Promise<RerankingModelV4> | undefined;
  return {
    async rerank(query, documents, topN, signal) {
      opened ??= open();
      const { ranking } = await (await opened).doRerank({
        query,
        documents: { type: 'text', values: [...documents] },
        topN,
        ...(signal && { abortSignal: signal }),
      });
      return ranking.map(({ index, relevanceScore }) => ({ index, score: relevanceScore }));
    },
  };
}
