/** Model providers: catalogue, credentials, calls. */
export type { CredentialQuery, CredentialSource, ModelCredential } from './credential-source.ts';
export type { EmbeddingCache } from './embedding-cache.ts';
export { parseModelOverride, parseModelReference } from './model-override.ts';
export type { CatalogueModel, CredentialField, ModelProvider } from './model-provider.ts';
export { checkModel, checkModelCredentials, findModelProvider, modelProviderNames } from './model-providers.ts';
export {
  type LanguageChunk,
  type LanguageModel,
  type LanguageRequest,
  ModelError,
  type ModelFeature,
  type ModelKind,
  type ModelReference,
  type ModelRuntime,
  modelFeatures,
  modelKinds,
  type PromptContent,
  type PromptMessage,
  type ProviderTurn,
  type TextToSpeechModel,
  type ToolCall,
  type ToolDeclaration,
} from './model-runtime.ts';
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
