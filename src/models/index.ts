/** Model providers: catalogue, credentials, calls. */
export type { CredentialQuery, CredentialSource, ModelCredential } from './credential-source.ts';
export type { EmbeddingCache } from './embedding-cache.ts';
export { type ModelOverride, parseModelOverride, parseModelReference } from './model-override.ts';
export type { CatalogueModel, CredentialField, ModelProvider, ParameterRule } from './model-provider.ts';
export { checkModel, checkModelCredentials, findModelProvider, modelProviderNames } from './model-providers.ts';
export {
  type EmbeddingModel,
  type LanguageChunk,
  type LanguageModel,
  type LanguageRequest,
  type LanguageUsage,
  ModelError,
  type ModelFeature,
  type ModelKind,
  type ModelReference,
  type ModelRuntime,
  type ModerationModel,
  modelFeatures,
  modelKinds,
  type PromptContent,
  type PromptMessage,
  type ProviderTurn,
  type RerankModel,
  type SpeechToTextModel,
  type TextToSpeechModel,
  type ToolCall,
  type ToolDeclaration,
  type TurnPart,
} from './model-runtime.ts';
export type { ModelGateway, ModelRuntimeOptions } from './model-runtime-options.ts';
export { openModelRuntime } from './open-model-runtime.ts';
export {
  type CredentialTable,
  type CredentialValues,
  maskCredential,
  maskSecret,
  sealCredential,
  unsealCredential,
} from './sealed-credentials.ts';
export { addUsage } from './usage.ts';
