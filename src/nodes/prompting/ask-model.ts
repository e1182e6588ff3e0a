import { failed, type NodeFailed } from '../../engine/index.ts';
import { KnownError, type ModelUsage, ThinkTags } from '../../kernel/index.ts';
import type { LanguageChunk, LanguageModel, LanguageRequest, ToolCall } from '../../models/index.ts';
import { codeOfType, NodeError } from '../node-error.ts';

export interface ModelReply {
  /** With reasoning in think tags, as Dify's providers write it. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: ModelUsage;
  readonly finishReason: string;
}

/** Asks and waits for the whole answer; `onText` hears its pieces as they come. */
export async function askModel(
  model: LanguageModel,
  request: LanguageRequest,
  onText: (text: string) => void = () => {},
  onFile: (file: Extract<LanguageChunk, { type: 'file' }>) => Promise<string> = async () => '',
): Promise<ModelReply> {
  const pieces: string[] = [];
  const toolCalls: ToolCall[] = [];
  const tags = new ThinkTags();
  const add = (text: string) => {
    if (text === '') return;
    pieces.push(text);
    onText(text);
  };
  for await (const chunk of model.stream(request)) {
    add(tags.before(chunk.type === 'reasoning'));
    if (chunk.type === 'text' || chunk.type === 'reasoning') add(chunk.text);
    else if (chunk.type === 'tool-call') toolCalls.push(chunk.call);
    else if (chunk.type === 'file') add(await onFile(chunk));
    else return { text: pieces.join(''), toolCalls, usage: chunk.usage, finishReason: chunk.reason };
  }
  throw new NodeError('LLMNodeError', 'LLM invocation ended without a completion event');
}

/** The exception classes of Dify's model manager (core/errors/error.py) for what keeps a model from being asked. */
const ERROR_TYPES: Readonly<Record<string, string>> = {
  provider_not_initialize: 'ProviderTokenNotInitError',
  provider_quota_exceeded: 'QuotaExceededError',
  model_currently_not_support: 'ModelCurrentlyNotSupportError',
};

/** The result for a call that failed as expected; a bug, and the end of the run, are thrown on. */
export function modelFailure(error: unknown, signal: AbortSignal, record: Parameters<typeof failed>[2]): NodeFailed {
  signal.throwIfAborted();
  if (!(error instanceof Error)) throw error;
  const errorType = errorTypeOf(error);
  if (errorType !== undefined) return failed(errorType, error.message, { ...record, ...codeOfType(errorType) });
  if (!(error instanceof KnownError)) throw error;
  return failed(ERROR_TYPES[error.code] ?? 'WorkflowNodeError', error.message, { ...record, code: error.code });
}

/** `NodeError` and the model runtime's `ModelError` both name the class they stand for. */
function errorTypeOf(error: Error): string | undefined {
  return 'errorType' in error && typeof error.errorType === 'string' ? error.errorType : undefined;
}
