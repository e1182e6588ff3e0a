import type { Clock } from '../kernel/index.ts';
import type { ModelProvider } from './model-provider.ts';
import type { ModelKind, ModelReference, ModelRuntime } from './model-runtime.ts';
import { openModelRuntime } from './open-model-runtime.ts';
import { wavHeader } from './wav-header.ts';

/** What there is to choose from, for lists and forms. Providers are loaded when they are asked for. */

/** By its short or its long name. */
export async function findModelProvider(name: string): Promise<ModelProvider | undefined> {
  return (await import('./providers/index.ts')).findProvider(name);
}

/** Short names of all providers, sorted. */
export async function modelProviderNames(): Promise<readonly string[]> {
  return (await import('./providers/index.ts')).providerNames();
}

export interface ModelCheck {
  readonly reference: ModelReference;
  readonly kind: ModelKind;
  readonly signal: AbortSignal;
}

export interface CredentialCheck extends ModelCheck {
  readonly values: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** Asks the provider something small with these credentials. Throws what the call throws when they do not work. */
export async function checkModelCredentials(check: CredentialCheck): Promise<void> {
  const { fetch, clock, values } = check;
  const credentials = {
    find: async () => [{ id: 'checked', values }],
    report: () => {},
    defaultModel: async () => undefined,
  };
  await checkModel(openModelRuntime({ fetch, clock, credentials }), check);
}

/** Asks a model something small. Throws what the call throws. */
export async function checkModel(runtime: ModelRuntime, check: ModelCheck): Promise<void> {
  await ASK[check.kind](runtime, check);
}

type Ask = (runtime: ModelRuntime, check: ModelCheck) => Promise<unknown>;

const ASK: Readonly<Record<ModelKind, Ask>> = {
  async llm(runtime, { reference, signal }) {
    const model = await runtime.languageModel(reference);
    const messages = [{ role: 'user' as const, content: 'ping' }];
    // the first sign of life is enough
    for await (const _ of model.stream({ messages, parameters: { max_tokens: 5 }, signal })) return;
  },
  async 'text-embedding'(runtime, { reference, signal }) {
    // another text each time: an answer from the cache would prove nothing
    const text = `ping ${Math.random()}`;
    await (await runtime.embeddingModel(reference)).embed([text], 'query', signal);
  },
  async rerank(runtime, { reference, signal }) {
    await (await runtime.rerankModel(reference)).rerank('ping', ['ping', 'pong'], { topN: 1, signal });
  },
  async speech2text(runtime, { reference, signal }) {
    const audio = { bytes: silence(), mimeType: 'audio/wav', filename: 'silence.wav' };
    await (await runtime.speechToTextModel(reference)).transcribe(audio, signal);
  },
  async tts(runtime, { reference, signal }) {
    const model = await runtime.textToSpeechModel(reference);
    for await (const _ of model.speak('ping', { signal })) return;
  },
  async moderation(runtime, { reference, signal }) {
    await (await runtime.moderationModel(reference)).isFlagged('ping', signal);
  },
};

const SAMPLES_PER_SECOND = 16_000;

/** One second of nothing as a WAV file: 16 bits, one channel. */
function silence(): Uint8Array {
  const samples = Buffer.alloc(SAMPLES_PER_SECOND * 2);
  const header = wavHeader({ samplesPerSecond: SAMPLES_PER_SECOND, dataBytes: samples.length });
  return Buffer.concat([header, samples]);
}
