/**
 * Dify app files to and from our types. A file's *document* is what it says, kept whole; its *app* is what it means,
 * with the shapes of older versions lifted to the newest. Reading never throws and is lenient where Dify is; what Dify
 * refuses is refused in its words.
 */

export type { AppDefinition, VariableDefinition, WorkflowDefinition } from './app-definition.ts';
export { exportDocument, printDsl } from './export-app.ts';
export { type FileUploadFeature, liftFileUpload, modelConfigDefaults, readFeatures } from './features.ts';
export { openDatasetIds } from './import-document.ts';
export { liftSimpleApp, presetAnswerGraph } from './lift-simple-app.ts';
export { type ModelConfig, readModelConfig } from './model-config.ts';
export { graphDocument, readWorkflow } from './read-app.ts';
export { type DslFile, readDsl } from './read-dsl.ts';
export { CURRENT_DSL_VERSION, type ImportStatus } from './version.ts';
