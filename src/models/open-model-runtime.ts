import { applyOverrides } from './model-override.ts';
import type { ModelKind, ModelReference, ModelRuntime } from './model-runtime.ts';
import type { ModelRuntimeOptions } from './model-runtime-options.ts';
import type { ModelResolver } from './resolve-model.ts';

/**
 * The models of one workspace. A model is found by, in this order: overrides, gateway, stored credentials, environment
 * variables. Opening is free: providers are loaded when the first model is asked for.
 */
export function openModelRuntime(options: ModelRuntimeOptions): ModelRuntime {
  let resolver: Promise<ModelResolver> | undefined;
  const resolve = async <Result>(reference: ModelReference, use: (found: Found) => Promise<Result>) => {
    resolver ??= import('./resolve-model.ts').then(({ openModelResolver }) => openModelResolver(options));
    return use({ resolver: await resolver, reference: applyOverrides(reference, options.overrides ?? []) });
  };
  return {
    languageModel: (reference) => resolve(reference, (found) => found.resolver.languageModel(found.reference)),
    embeddingModel: (reference) => resolve(reference, (found) => found.resolver.embeddingModel(found.reference)),
    rerankModel: (reference) => resolve(reference, (found) => found.resolver.rerankModel(found.reference)),
    speechToTextModel: (reference) => resolve(reference, (found) => found.resolver.speechToTextModel(found.reference)),
    textToSpeechModel: (reference) => resolve(reference, (found) => found.resolver.textToSpeechModel(found.reference)),
    moderationModel: (reference) => resolve(reference, (found) => found.resolver.moderationModel(found.reference)),
    defaultModel: async (kind) => (await options.credentials?.defaultModel(kind)) ?? gatewayDefault(options, kind),
  };
}

interface Found {
  readonly resolver: ModelResolver;
  readonly reference: ModelReference;
}

/**
 * Where one gateway serves everything, sound and moderation need no choice: OpenAI's names are what gateways call theirs
 * (https://platform.openai.com/docs/models).
 */
const GATEWAY_DEFAULTS: Partial<Record<ModelKind, string>> = {
  speech2text: 'whisper-1',
  tts: 'tts-1',
  moderation: 'omni-moderation-latest',
};

function gatewayDefault({ gateway }: ModelRuntimeOptions, kind: ModelKind): ModelReference | undefined {
  const name = gateway && GATEWAY_DEFAULTS[kind];
  return name === undefined ? undefined : { provider: 'openai', name };
}
