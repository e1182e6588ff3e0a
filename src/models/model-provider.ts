import type { LanguageWires } from './language-model.ts';
import type { ModelFeature, ModelKind } from './model-runtime.ts';
import type { ModelPricing } from './usage.ts';
import type { Connection } from './wire/language-wire.ts';

/** One provider of models: what it asks for, what it offers, and how its wires are opened. */
export interface ModelProvider {
  /** Dify's short name. */
  readonly id: string;
  readonly label: string;
  readonly kinds: readonly ModelKind[];
  readonly credentials: readonly CredentialField[];
  /** Whether these values suffice, where that cannot be said field by field. */
  readonly hasAccess?: (values: Readonly<Record<string, string>>) => boolean;
  /** Models known by name; others are served too, with the features of `unknownModel`. */
  readonly models: readonly CatalogueModel[];
  readonly unknownModel?: Partial<Pick<CatalogueModel, 'features' | 'contextSize'>>;
  /** What the credentials of a model that a person added say about it. */
  readonly customModel?: (credentials: Readonly<Record<string, string>>) => CustomModelFacts;
  readonly language?: (connection: Connection, model: string) => LanguageWires;
  readonly embedding?: (connection: Connection, model: string) => EmbeddingWire;
  readonly rerank?: (connection: Connection, model: string) => RerankWire;
  readonly speechToText?: (connection: Connection, model: string) => TranscriptionWire;
  readonly textToSpeech?: (connection: Connection, model: string) => SpeechWire;
  readonly moderation?: (connection: Connection, model: string) => ModerationWire;
}

/** Declares a provider. */
export function defineModelProvider(provider: ModelProvider): ModelProvider {
  return provider;
}

export interface CredentialField {
  /** Dify's name of the field: `openai_api_key`, `endpoint_url`, … */
  readonly name: string;
  readonly label: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Environment variables that hold it, the usual one first. */
  readonly environment: readonly string[];
  readonly default?: string;
}

export interface CatalogueModel {
  readonly name: string;
  readonly kind: ModelKind;
  readonly mode?: 'chat' | 'completion';
  readonly features?: readonly ModelFeature[];
  /** In tokens. */
  readonly contextSize?: number;
  readonly pricing?: ModelPricing;
  readonly parameters?: readonly ParameterRule[];
  /** Text-to-speech. */
  readonly voices?: readonly { readonly name: string; readonly value: string }[];
}

export interface CustomModelFacts extends Pick<CatalogueModel, 'mode' | 'features' | 'contextSize'> {
  /** The name under which the provider knows the model. */
  readonly sentName?: string;
}

/** One parameter as Dify's editors show it (model_entities.py, `ParameterRule`). */
export interface ParameterRule {
  readonly name: string;
  readonly type: 'float' | 'int' | 'string' | 'boolean' | 'text';
  readonly default?: number | string | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly string[];
}

/** Embeds one batch; vectors as the provider gives them. */
export interface EmbeddingWire {
  readonly maxBatch: number;
  embed(texts: readonly string[], purpose: 'document' | 'query', signal?: AbortSignal): Promise<readonly number[][]>;
}

/** Scores as the provider gives them, in any order. */
export interface RerankWire {
  rerank(
    query: string,
    documents: readonly string[],
    topN: number,
    signal?: AbortSignal,
  ): Promise<readonly { readonly index: number; readonly score: number }[]>;
}

export interface TranscriptionWire {
  transcribe(
    audio: { readonly bytes: Uint8Array; readonly mimeType: string; readonly filename: string },
    signal?: AbortSignal,
  ): Promise<string>;
}

/** Speaks one piece of text of at most `maxCharacters`. */
export interface SpeechWire {
  readonly maxCharacters: number;
  readonly voices: readonly { readonly name: string; readonly value: string }[];
  speak(text: string, voice: string | undefined, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

export interface ModerationWire {
  isFlagged(text: string, signal?: AbortSignal): Promise<boolean>;
}
