/**
 * Runs workflow graphs: preparation, scheduling, variables, templates, streaming, events. Pure: no I/O, no clock and
 * no ids of its own. What nodes do is in `nodes`; the engine only knows their definitions.
 */

export { type AgentThought, AgentThoughts } from './agent-thoughts.ts';
export { annotationToJson } from './annotation-source.ts';
export { Citations } from './citations.ts';
export { decodeRunEvent, encodeRunEvent } from './event-codec.ts';
export { readRecordedEvents, recordEvents } from './event-record.ts';
export { executionMetadata, innermost } from './execution-metadata.ts';
export {
  FILE_MARK,
  type FileKind,
  type FileReference,
  fileFromJson,
  fileKinds,
  fileToJson,
  isFileJson,
  type TransferMethod,
  transferMethods,
} from './file-reference.ts';
export type { GraphDefinition, GraphEdgeSource, GraphNodeSource, GraphProblem } from './graph-definition.ts';
export { askedFileId, shownFileId } from './message-files.ts';
export {
  type AgentLogEntry,
  type FormAnswer,
  type FormRequest,
  failed,
  type ModelUsage,
  type NodeChunk,
  type NodeContext,
  type NodeDefinition,
  type NodeFailed,
  type NodePaused,
  type NodeResult,
  type NodeRole,
  type NodeSucceeded,
  type ResponseSegment,
  type RoundOutcome,
  type RoundRequest,
  type RoundsAnnouncement,
  succeeded,
  type VariableReader,
  type VariableUpdate,
} from './node.ts';
export { type PrepareOptions, prepareGraph } from './prepare/prepare-graph.ts';
export type { NodeRegistry, PreparedGraph, PreparedNode, PrepareResult } from './prepared-graph.ts';
export { maskSecret, type RenderForm, renderValue } from './render-value.ts';
export type { EngineRun, RunLimits, RunOptions } from './run.ts';
export type {
  AgentLogged,
  AnnotationSource,
  AnswerReplaced,
  FormAnswered,
  FormRequested,
  Frame,
  FrameStep,
  NodeFinished,
  NodeRetried,
  NodeStarted,
  PauseReason,
  PresetAnswered,
  ReasoningDelta,
  RoundFinished,
  RoundStarted,
  RoundsStarted,
  RunEvent,
  RunFinished,
  RunPaused,
  RunStarted,
  TextDelta,
} from './run-event.ts';
export { startRun } from './scheduler/live-run.ts';
export { isSameFile, shownFiles } from './shown-files.ts';
export { parseTemplate } from './template.ts';
export { addUsage, noUsage, promptUsage, usageToJson } from './usage.ts';
export {
  type ArrayType,
  array,
  arrayTypes,
  boolean,
  file,
  files,
  fromJson,
  isFloat,
  none,
  number,
  object,
  secret,
  string,
  toJson,
  toJsonObject,
  type Value,
  type ValueType,
  type VariableSelector,
} from './value.ts';
export { createVariablePool, fileAttribute, VariablePool } from './variable-pool.ts';
