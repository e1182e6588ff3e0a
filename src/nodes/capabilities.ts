import type { FileReference, Value, VariableSelector } from '../engine/index.ts';
import type { JsonObject, JsonValue, ModelUsage } from '../kernel/index.ts';
import type { LanguageModel, ModelRuntime, PromptContent, PromptMessage } from '../models/index.ts';
import type { CodeSandbox } from '../platform/sandbox/index.ts';

/**
 * What nodes may use beside the run itself. Every member is bound to the run's workspace, app and conversation before
 * the engine starts, so a node can neither name another tenant nor reach past its own.
 */
export interface NodeCapabilities {
  readonly models: ModelRuntime;
  readonly sandbox: CodeSandbox;
  readonly http: HttpClient;
  readonly files: RunFiles;
  readonly documents: DocumentReader;
  readonly knowledge: KnowledgeRetriever;
  readonly tools: ToolRunner;
  readonly agents: AgentRunner;
  /** Of pipelines; where it is absent, their nodes fail and say so. */
  readonly datasources?: DatasourceReader;
  readonly indexing?: KnowledgeIndexer;
  readonly conversation: ConversationMemory;
  readonly limits: NodeLimits;
  /** Opaque id of the end user, for providers that want one. */
  readonly endUser: string;
}

/** Dify's limits under Dify's environment names (spec of each node). */
export interface NodeLimits {
  /** `CODE_MAX_STRING_LENGTH`, `CODE_MAX_DEPTH`, `CODE_MAX_STRING_ARRAY_LENGTH`, … */
  readonly code: {
    readonly maxStringLength: number;
    readonly maxDepth: number;
    readonly maxStringArrayLength: number;
    readonly maxObjectArrayLength: number;
    readonly maxNumberArrayLength: number;
    readonly maxNumber: bigint;
    readonly minNumber: bigint;
    readonly maxPrecision: number;
  };
  /** `TEMPLATE_TRANSFORM_MAX_LENGTH` */
  readonly templateMaxLength: number;
  readonly http: {
    readonly maxConnectSeconds: number;
    readonly maxReadSeconds: number;
    readonly maxWriteSeconds: number;
    readonly maxTextBytes: number;
    readonly maxBinaryBytes: number;
    /** `HTTP_REQUEST_NODE_SSL_VERIFY`: what holds where a node says nothing. */
    readonly verifiesTls: boolean;
  };
  /** `UPLOAD_FILE_SIZE_LIMIT` in bytes: the largest document whose text is extracted; 15 MB when absent. */
  readonly maxDocumentBytes?: number;
  /** `MAX_VARIABLE_SIZE`, bytes of one environment or conversation variable. */
  readonly maxVariableBytes: number;
  /** `HUMAN_INPUT_GLOBAL_TIMEOUT_SECONDS`: no form waits for longer. */
  readonly maxFormSeconds: number;
}

/** The guarded way to the network, for http-request nodes. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpReply>;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array | FormData;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly verifyTls: boolean;
  /** The reply's body is cut off with an error beyond it. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Bytes of the run's files; references are looked up in the run's own workspace. */
export interface RunFiles {
  read(file: FileReference, options: { readonly maxBytes: number; readonly signal: AbortSignal }): Promise<Uint8Array>;
  /** Keeps bytes that a node made or downloaded. */
  store(file: {
    readonly bytes: Uint8Array;
    readonly filename: string;
    readonly mimeType: string;
  }): Promise<FileReference>;
}

/** Text of documents: PDF, DOCX, … in a worker with limits on time, memory and expansion. */
export interface DocumentReader {
  /** Throws an error named UnsupportedFileTypeError, FileDownloadError or TextExtractionError. */
  extractText(
    document: { readonly bytes: Uint8Array; readonly extension: string; readonly mimeType: string },
    signal: AbortSignal,
  ): Promise<string>;
}

export interface KnowledgeRetriever {
  /** `request` is the node's own configuration with its query and attachments resolved. */
  retrieve(request: KnowledgeQuery, signal: AbortSignal): Promise<KnowledgeResult>;
}

export interface KnowledgeQuery {
  readonly query?: string;
  readonly attachments: readonly FileReference[];
  readonly datasetIds: readonly string[];
  readonly config: JsonObject;
}

export interface KnowledgeResult {
  /** Items as the node's `result` output shows them. */
  readonly items: readonly JsonObject[];
  readonly usage?: JsonObject;
}

export interface ToolRunner {
  /**
   * `stream` may be told of text and variables while they come; what was streamed is in the reply, too. An error that
   * says the tool could not be found or prepared is a `KnownError`; all others are failures of the tool itself.
   */
  invoke(request: ToolRequest, signal: AbortSignal, stream?: (chunk: ToolChunk) => void): Promise<ToolReply>;
  /** Names of the parameters the tool cannot do without; asked when a graph leaves one out. */
  required?(tool: Pick<ToolRequest, 'providerType' | 'providerId' | 'toolName'>): Promise<readonly string[]>;
}

export interface ToolChunk {
  /** `text`, or the name of a variable. */
  readonly variable: string;
  readonly text: string;
}

export interface ToolRequest {
  readonly providerType: string;
  readonly providerId: string;
  readonly toolName: string;
  readonly credentialId?: string;
  readonly parameters: JsonObject;
  readonly configurations: JsonObject;
}

export interface ToolReply {
  readonly text: string;
  readonly files: readonly FileReference[];
  readonly json: readonly JsonValue[];
  readonly variables: JsonObject;
}

export interface AgentRunner {
  /** Streams what happens; the last item is the result. */
  run(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentStep>;
}

export interface AgentRequest {
  /** Handed, again and again, what tells how much the agent has used so far. */
  readonly onSpending: (usageSoFar: () => ModelUsage) => void;
  /** `function_call`, `ReAct`, or a strategy's own name. */
  readonly strategy: string;
  readonly strategyProvider: string;
  /** The strategy's parameters, resolved: model, tools, instruction, query, maximum_iterations, … */
  readonly parameters: JsonObject;
  /** What was said before, as a model can take it. */
  readonly history: (model: LanguageModel) => Promise<readonly PromptMessage[]>;
  /** What is shown with the question, as a model can take it. */
  readonly attachments: (model: LanguageModel) => Promise<readonly PromptContent[]>;
}

export type AgentStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'log'; readonly entry: import('../engine/index.ts').AgentLogEntry }
  | {
      readonly kind: 'result';
      readonly text: string;
      readonly usage?: ModelUsage;
      readonly files: readonly FileReference[];
      readonly json: readonly JsonValue[];
      readonly variables: JsonObject;
    };

/** Fetches what a pipeline's datasource node stands for: an uploaded file, a page, a file of a drive. */
export interface DatasourceReader {
  read(request: DatasourceRequest, signal: AbortSignal): Promise<Readonly<Record<string, Value>>>;
}

export interface DatasourceRequest {
  readonly type: 'local_file' | 'online_document' | 'online_drive';
  readonly pluginId: string;
  readonly providerName: string;
  readonly datasourceName: string;
  /** `sys.datasource_info`. */
  readonly info: JsonObject;
  readonly parameters: JsonObject;
}

/** Puts the chunks of a pipeline run into its knowledge base, or shows what would be put there. */
export interface KnowledgeIndexer {
  index(request: IndexRequest, signal: AbortSignal): Promise<JsonObject>;
}

export interface IndexRequest {
  readonly chunks: JsonValue;
  readonly chunkStructure: string;
  readonly indexingTechnique?: string;
  readonly summaryIndexSetting?: JsonObject;
  readonly isPreview: boolean;
  /** The pipeline's system variables. */
  readonly datasetId: string;
  readonly documentId?: string;
  readonly originalDocumentId?: string;
  readonly batch?: string;
}

/** The conversation a chatflow run belongs to; empty for workflows. */
export interface ConversationMemory {
  /**
   * Earlier questions, each with its answer, oldest first; at most `rounds` of them. In agent apps the calls of tools, and
   * what these gave, stand between the two.
   */
  history(options: { readonly rounds: number }): Promise<readonly EarlierMessage[]>;
}

/** What was said before; a question may have come with files, whose bytes are read when a model is to see them. */
export type EarlierMessage = PromptMessage & { readonly files?: readonly FileReference[] };

export type { VariableSelector };
