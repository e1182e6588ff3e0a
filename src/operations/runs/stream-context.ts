import type { JsonObject } from '../../kernel/index.ts';
import type { RunFacts } from '../../runs/index.ts';
import type { Scope } from '../scope.ts';

/** What a face needs beside the events of a run to tell of it on the wire. Has the shape of protocol's StreamContext. */
export function streamContextOf(scope: Pick<Scope, 'formToken'>, facts: RunFacts, detail: 'full' | 'simple' = 'full') {
  return {
    mode: facts.mode,
    taskId: facts.taskId as string,
    runId: facts.runId as string,
    workflowId: facts.workflowId as string,
    createdAt: facts.createdAt,
    inputs: facts.inputs,
    createdBy: facts.createdBy as JsonObject,
    detail,
    formToken: scope.formToken,
    ...(facts.conversationId !== undefined && { conversationId: facts.conversationId as string }),
    ...(facts.messageId !== undefined && { messageId: facts.messageId as string }),
  };
}
