import type { Clock } from '../kernel/index.ts';
import type { ModelProvider } from './model-provider.ts';
import type { ModelReference, ModelRuntime } from './model-runtime.ts';
import { openModelRuntime } from './open-model-runtime.ts';

/** What there is to choose from, for lists and forms. Providers are loaded when they are asked for. */

/** By its short or its long name. */
export async function findModelProvider(name: string): Promise<ModelProvider | undefined> {
  return (await import('./providers/index.ts')).findProvider(name);
}

/** Short names of all providers, sorted. */
export async function modelProviderNames(): Promise<readonly string[]> {
  return (await import('./providers/index.ts')).providerNames();
}

export interface CredentialCheck {
  readonly reference: ModelReference;
  readonly kind: 'llm' | 'text-embedding' | 'rerank' | 'moderation';
  readonly values: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Asks the provider something small with these credentials. Throws what the call throws when they do not work. */
export async function checkModelCredentials(check: CredentialCheck): Promise<void> {
  const { fetch, clock, values } = check;
  const credentials = {
    find: async () => [{ id: 'checked', values }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  await ASK[check.kind](openModelRuntime({ fetch, clock, credentials }), check);
}

type Ask = (runtime: ModelRuntime, check: CredentialCheck) => Promise<unknown>;

const ASK: Readonly<Record<CredentialCheck['kind'], Ask>> = {
  async llm(runtime, { reference, signal }) {
    const model = await runtime.languageModel(reference);
    const messages = [{ role: 'user' as const, content: 'ping' }];
    // the first sign of life is enough
    for await (const _ of model.stream({ messages, parameters: { max_tokens: 5 }, signal })) return;
  },
  async 'text-embedding'(runtime, { reference, signal }) {
    await (await runtime.embeddingModel(reference)).embed(['ping'], 'query', signal);
  },
  async rerank(runtime, { reference, signal }) {
    await (await runtime.rerankModel(reference)).rerank('ping', ['ping', 'pong'], { topN: 1, signal });
  },
  async moderation(runtime, { reference, signal }) {
    await (await runtime.moderationModel(reference)).isFlagged('ping', signal);
  },
};
