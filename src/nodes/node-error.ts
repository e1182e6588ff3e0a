import { failed, type NodeFailed } from '../engine/index.ts';
import { KnownError } from '../kernel/index.ts';

/** Ends a node as failed. `errorType` is the exception class that Dify would name: error strategies show it. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly errorType: string;

  constructor(errorType: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.errorType = errorType;
  }
}

/** What a provider refuses has one code for callers, whatever its reason (Dify 1.x base_app_generate_response_converter.py). */
export function codeOfType(errorType: string): { readonly code?: 'completion_request_error' } {
  return /^Invoke\w*Error$/.test(errorType) ? { code: 'completion_request_error' } : {};
}

/** The result for an expected error; anything else is thrown on. */
export function failedBy(error: unknown, record: Parameters<typeof failed>[2] = {}): NodeFailed {
  if (error instanceof NodeError)
    return failed(error.errorType, error.message, { ...record, ...codeOfType(error.errorType) });
  if (error instanceof KnownError) return failed('WorkflowNodeError', error.message, { ...record, code: error.code });
  throw error;
}

/** For what a capability throws: an abort and known errors stay what they are, the rest is the node's failure. */
export function ofCapability(error: unknown, signal: AbortSignal, errorType: string, prefix = ''): never {
  signal.throwIfAborted();
  // what a model or a tool throws is known, too, but by the class that Dify would name
  const isNodeMatter = error instanceof Error && (!(error instanceof KnownError) || 'errorType' in error);
  if (!isNodeMatter || error instanceof NodeError) throw error;
  const isNamed = error.name !== 'Error' && error.name !== 'TypeError' && error.name !== 'RangeError';
  throw new NodeError(isNamed ? error.name : errorType, `${prefix}${error.message}`, { cause: error });
}
