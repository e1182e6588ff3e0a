/**
 * Dify app files to and from our types. A file's *document* is what it says, kept whole; its *app* is what it means,
 * with the shapes of older versions lifted to the newest. Reading never throws and is lenient where Dify is; what Dify
 * refuses is refused in its words.
 */

export type { AppMode } from '../kernel/index.ts';
export type {
  AppDefinition,
  IconType,
  PluginDependency,
  VariableDefinition,
  WorkflowDefinition,
} from './app-definition.ts';
export { decryptDatasetId, encryptDatasetId } from './dataset-ids.ts';
export { inferDependencies } from './dependencies.ts';
export { type ExportOptions, exportDocument, printDsl } from './export-app.ts';
export {
  type AppFeatures,
  type FileUploadFeature,
  modelConfigDefaults,
  readFeatures,
  type WorkflowFeatures,
} from './features.ts';
export { type GraphReading, readGraph } from './graph/read-graph.ts';
export { openDatasetIds } from './import-document.ts';
export { liftSimpleApp, presetAnswerGraph } from './lift-simple-app.ts';
export {
  type AgentChoice,
  type DatasetChoice,
  type FormField,
  type ModelChoice,
  type ModelConfig,
  readModelConfig,
} from './model-config.ts';
export type { DslProblem } from './problem.ts';
export { canonicalProvider, type ProviderKind, pluginOf } from './providers.ts';
export { graphDocument, readWorkflow, type WorkflowReading } from './read-app.ts';
export { type DslFile, type DslReadResult, readDsl } from './read-dsl.ts';
export { MAX_DSL_SIZE } from './source-text.ts';
export { CURRENT_DSL_VERSION, checkVersion, type ImportStatus, isFromBeforePlugins } from './version.ts';
export type { Path } from './yaml/locate.ts';
export type { Position } from './yaml/position.ts';
