/**
 * The node types of workflows, one folder each, named after the DSL's `type`. A node reads variables, works through
 * its capabilities and returns data; the engine schedules, retries and records.
 */
export type {
  ConversationMemory,
  EarlierMessage,
  HttpClient,
  HttpReply,
  HttpRequest,
  KnowledgeRetriever,
  NodeCapabilities,
  NodeLimits,
  RunFiles,
  ToolRunner,
} from './capabilities.ts';
export { parseContentDisposition } from './http-request/content-disposition.ts';
export { filledContent } from './human-input/form.ts';
export { NodeMocks, withMocks } from './mocks.ts';
export { createNodeRegistry } from './registry.ts';
export { StartConfig, StartVariable } from './start/config.ts';
export { readStartInputs } from './start/read-inputs.ts';
