/**
 * Runs workflow graphs: preparation, scheduling, variables, templates, streaming, events. Pure: no I/O, no clock and
 * no ids of its own. What nodes do is in `nodes`; the engine only knows their definitions.
 *
 * `node.ts` is what it asks of a node, `run.ts` what it is asked for. A graph goes through `prepare/`, its run through
 * `scheduler/` over `variables/`; answers leave by `streaming/`, everything that happens as `events/`, and `message/` is
 * what those make of a chat's message.
 */

export { decodeRunEvent, encodeRunEvent } from './events/event-codec.ts';
export { readRecordedEvents, recordEvents } from './events/event-record.ts';
export { executionMetadata, innermost } from './events/execution-metadata.ts';
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
} from './events/run-event.ts';
export type { GraphDefinition, GraphEdgeSource, GraphNodeSource, GraphProblem } from './graph-definition.ts';
export { type AgentThought, AgentThoughts } from './message/agent-thoughts.ts';
export { annotationToJson } from './message/annotation-source.ts';
export { Citations } from './message/citations.ts';
export { askedFileId, shownFileId } from './message/message-files.ts';
export { isSameFile, shownFiles } from './message/shown-files.ts';
export {
  type AgentLogEntry,
  type FormAnswer,
  type FormRequest,
  failed,
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
export type { EngineRun, RunLimits, RunOptions } from './run.ts';
export { startRun } from './scheduler/live-run.ts';
export { addUsage, noUsage, promptUsage, usageToJson } from './usage.ts';
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
} from './variables/file-reference.ts';
export { maskSecret, type RenderForm, renderValue } from './variables/render-value.ts';
export { parseTemplate } from './variables/template.ts';
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
} from './variables/value.ts';
export { createVariablePool, fileAttribute, VariablePool } from './variables/variable-pool.ts';
