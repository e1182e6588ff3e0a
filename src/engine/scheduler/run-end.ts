import type { RunFinished, RunPaused } from '../events/run-event.ts';
import type { RunState } from './run-state.ts';

export type RunEndReason = Partial<Pick<RunFinished, 'error' | 'errorCode' | 'failedNodeId'>>;

/** A run in which a failure was dealt with has succeeded in part. */
export function runFinished<C>(
  { exceptions, steps, top }: RunState<C>,
  at: number,
  elapsedSeconds: number,
  status: 'succeeded' | 'failed' | 'stopped',
  about: RunEndReason,
): RunFinished {
  return {
    type: 'run-finished',
    at,
    status: status === 'succeeded' && exceptions > 0 ? 'partial-succeeded' : status,
    outputs: top.outputs,
    ...about,
    exceptionsCount: exceptions,
    totalSteps: steps,
    usage: top.usage,
    elapsedSeconds,
  };
}

export function runPaused<C>(
  { executions, steps, top }: RunState<C>,
  at: number,
  elapsedSeconds: number,
  messages: readonly string[],
): RunPaused {
  const forms = [...executions.values()].flatMap(({ form }) => (form ? [form] : []));
  return {
    type: 'run-paused',
    at,
    reasons: [
      ...forms.map(({ nodeId, formId }) => ({ kind: 'human-input', nodeId, formId }) as const),
      ...messages.map((message) => ({ kind: 'requested', message }) as const),
    ],
    outputs: top.outputs,
    elapsedSeconds,
    totalSteps: steps,
    totalTokens: top.usage.totalTokens,
  };
}
