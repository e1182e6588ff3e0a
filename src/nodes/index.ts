/**
 * The node types of workflows, one folder each, named after the DSL's `type`. A node reads variables, works through
 * its capabilities and returns data; the engine schedules, retries and records.
 */
export type {
  AgentRequest,
  AgentRunner,
  AgentStep,
  ConversationMemory,
  DatasourceReader,
  DatasourceRequest,
  DocumentReader,
  EarlierMessage,
  HttpClient,
  HttpReply,
  HttpRequest,
  IndexRequest,
  KnowledgeIndexer,
  KnowledgeQuery,
  KnowledgeResult,
  KnowledgeRetriever,
  NodeCapabilities,
  NodeLimits,
  RunFiles,
  ToolChunk,
  ToolReply,
  ToolRequest,
  ToolRunner,
} from './capabilities.ts';
export { parseContentDisposition } from './http-request/content-disposition.ts';
export { filledContent } from './human-input/form.ts';
export { NodeMocks, withMocks } from './mocks.ts';
export { createNodeRegistry } from './registry.ts';
export { StartConfig, StartVariable } from './start/config.ts';
export { readStartInputs } from './start/read-inputs.ts';
