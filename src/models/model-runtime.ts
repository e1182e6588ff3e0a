import { type JsonObject, type JsonValue, KnownError, type ModelUsage } from '../kernel/index.ts';

/**
 * The one interface between the product and models, whoever provides them. A `ModelRuntime` is bound to one workspace.
 * Names of providers are taken in their short and their long form (`openai`, `langgenius/openai/openai`).
 */
export interface ModelRuntime {
  /** Throws KnownError `provider_not_initialize` or `model_currently_not_support`. */
  languageModel(reference: ModelReference): Promise<LanguageModel>;
  embeddingModel(reference: ModelReference): Promise<EmbeddingModel>;
  rerankModel(reference: ModelReference): Promise<RerankModel>;
  speechToTextModel(reference: ModelReference): Promise<SpeechToTextModel>;
  textToSpeechModel(reference: ModelReference): Promise<TextToSpeechModel>;
  moderationModel(reference: ModelReference): Promise<ModerationModel>;
  /** The workspace's default model of a kind; undefined when none was chosen and none can be derived. */
  defaultModel(kind: ModelKind): Promise<ModelReference | undefined>;
}

export const modelKinds = ['llm', 'text-embedding', 'rerank', 'speech2text', 'tts', 'moderation'] as const;
export type ModelKind = (typeof modelKinds)[number];

export interface ModelReference {
  readonly provider: string;
  readonly name: string;
}

export const modelFeatures = [
  'tool-call',
  'multi-tool-call',
  'stream-tool-call',
  'vision',
  'document',
  'audio',
  'video',
  'structured-output',
  'agent-thought',
] as const;
export type ModelFeature = (typeof modelFeatures)[number];

export interface LanguageModel {
  readonly reference: ModelReference;
  /** The catalogue's; a DSL's own `mode` may ask for the other. */
  readonly mode: 'chat' | 'completion';
  readonly features: ReadonlySet<ModelFeature>;
  /** Names of the parameters that the catalogue lists for it; empty when it is not listed. */
  readonly parameters: ReadonlySet<string>;
  /** In tokens. */
  readonly contextSize: number;
  /** One streamed call. Errors are `ModelError`. The signal reaches the provider. */
  stream(request: LanguageRequest): AsyncIterable<LanguageChunk>;
  /** Estimate, in tokens; costs nothing. */
  countTokens(messages: readonly PromptMessage[]): number;
  /** With a real tokenizer, whose tables are loaded at first use. */
  countTokensExactly(messages: readonly PromptMessage[]): Promise<number>;
}

export interface LanguageRequest {
  /** 'completion' sends the texts of all messages as one prompt to the completions endpoint. */
  readonly mode?: 'chat' | 'completion';
  readonly messages: readonly PromptMessage[];
  /** The model's parameters as Dify names them: temperature, top_p, max_tokens, response_format, … */
  readonly parameters: JsonObject;
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolDeclaration[];
  /** `none`: the tools are only named because earlier turns called them. */
  readonly toolChoice?: 'auto' | 'none' | 'required';
  /** JSON Schema of the answer, for models with `structured-output`. */
  readonly responseSchema?: { readonly name: string; readonly schema: JsonObject };
  /** Opaque id of the end user, for providers that want one. */
  readonly user?: string;
  /** Handed, once, what tells at any time how much the call has used: an estimate until it has ended by itself. */
  readonly onSpending?: (usageSoFar: () => ModelUsage) => void;
  readonly signal: AbortSignal;
}

export type PromptMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly PromptContent[] }
  | {
      readonly role: 'assistant';
      readonly content: string | readonly PromptContent[];
      readonly toolCalls?: readonly ToolCall[];
      /** What the `finish` of this turn gave; the provider it came from is shown it in place of content and calls. */
      readonly turn?: ProviderTurn;
    }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly toolName: string; readonly content: string };

export type PromptContent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image' | 'document' | 'audio' | 'video';
      readonly mimeType: string;
      /** The bytes, or an address the provider may fetch itself. */
      readonly data: Uint8Array | URL;
      readonly filename?: string;
      /** Images only. */
      readonly detail?: 'low' | 'high';
    };

export interface ToolDeclaration {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
}

export type LanguageChunk =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'file'; readonly mimeType: string; readonly data: Uint8Array }
  | {
      readonly type: 'finish';
      readonly reason: string;
      readonly usage: ModelUsage;
      /** Present when tools were called and the provider wants more of this turn back than its texts and calls. */
      readonly turn?: ProviderTurn;
    };

/**
 * A turn that called tools, as its provider wants to be shown it together with their answers: thinking, texts and calls
 * in their order, each as it was sealed (signatures of thinking). Nobody but the provider's wire reads it; it is JSON, so
 * it may be kept. A provider refuses the answers of tools without it.
 */
export type ProviderTurn = readonly TurnPart[];

export type TurnPart = (
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
) & {
  /** By the name under which the wire's SDK keeps it. */
  readonly seal?: Readonly<Record<string, JsonObject>>;
};

export interface EmbeddingModel {
  readonly reference: ModelReference;
  /** One vector per text, Float32Array // [dimensions], normalised. Batches as the provider wants them. */
  embed(texts: readonly string[], purpose: 'document' | 'query', signal?: AbortSignal): Promise<Float32Array[]>;
}

export interface RerankModel {
  readonly reference: ModelReference;
  /** Sorted by score, best first. */
  rerank(
    query: string,
    documents: readonly string[],
    options: { readonly topN?: number; readonly scoreThreshold?: number; readonly signal?: AbortSignal },
  ): Promise<readonly { readonly index: number; readonly score: number }[]>;
}

export interface SpeechToTextModel {
  transcribe(
    audio: { readonly bytes: Uint8Array; readonly mimeType: string; readonly filename: string },
    signal?: AbortSignal,
  ): Promise<string>;
}

export interface TextToSpeechModel {
  /** Pieces of audio (mp3) as they arrive. */
  speak(text: string, options: { readonly voice?: string; readonly signal?: AbortSignal }): AsyncIterable<Uint8Array>;
  readonly voices: readonly { readonly name: string; readonly value: string }[];
}

export interface ModerationModel {
  /** True when the text breaks the provider's rules. */
  isFlagged(text: string, signal?: AbortSignal): Promise<boolean>;
}

/** The classes of failures that Dify's runtime names (core/model_runtime/errors/invoke.py). */
export type InvokeErrorType =
  | 'InvokeError'
  | 'InvokeConnectionError'
  | 'InvokeServerUnavailableError'
  | 'InvokeRateLimitError'
  | 'InvokeAuthorizationError'
  | 'InvokeBadRequestError';

const PASSING = new Set(['InvokeConnectionError', 'InvokeServerUnavailableError', 'InvokeRateLimitError']);

/**
 * A model call that failed. Callers of an app are told one code for all of them, also for a provider's limit on its rate
 * (Dify 1.x controllers: every InvokeError is a CompletionRequestError); nodes name the class.
 */
export class ModelError extends KnownError {
  override readonly name: string;
  readonly errorType: InvokeErrorType;

  constructor(
    errorType: ModelError['errorType'],
    message: string,
    options: { cause?: unknown; details?: JsonValue } = {},
  ) {
    super('completion_request_error', { message, ...options });
    this.name = errorType;
    this.errorType = errorType;
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return PASSING.has(this.errorType);
  }
}
