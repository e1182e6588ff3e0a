import type { JsonObject } from '../../kernel/index.ts';
import type { Frame, NodeFinished, NodeRetried } from './run-event.ts';

/**
 * The `execution_metadata` of a node's record and events, in Dify's words; each key only where it applies
 * (Dify core/workflow/enums.py, `WorkflowNodeExecutionMetadataKey`).
 */
export function executionMetadata(event: NodeFinished | NodeRetried): JsonObject {
  const [iteration, loop] = [innermost(event.frame, 'iteration'), innermost(event.frame, 'loop')];
  return {
    ...event.metadata,
    ...(event.usage && {
      total_tokens: event.usage.totalTokens,
      total_price: event.usage.totalPrice,
      currency: event.usage.currency,
    }),
    ...(iteration && { iteration_id: iteration.containerId, iteration_index: iteration.index }),
    ...(loop && { loop_id: loop.containerId, loop_index: loop.index }),
    ...(event.type === 'node-finished' && event.errorStrategy && { error_strategy: event.errorStrategy }),
  };
}

/** The round nearest to a node. */
export function innermost(frame: Frame, container: 'iteration' | 'loop') {
  return frame.findLast((step) => step.container === container);
}
