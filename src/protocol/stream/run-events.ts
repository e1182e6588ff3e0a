import type { PauseReason, RunFinished, RunPaused, RunStarted } from '../../engine/index.ts';
import { float, type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import { filesOf, outputsToWire } from '../values.ts';
import type { EncoderState } from './encoder-state.ts';
import { formData } from './form-events.ts';
import type { StreamContext } from './stream-event.ts';

export function startData(event: RunStarted, context: StreamContext): JsonObject {
  return {
    id: context.runId,
    workflow_id: context.workflowId,
    inputs: context.inputs,
    created_at: toUnixSeconds(context.createdAt),
    reason: event.reason,
  };
}

export function pauseData(
  event: RunPaused,
  context: StreamContext,
  { forms }: Pick<EncoderState, 'forms'>,
): JsonObject {
  return {
    workflow_run_id: context.runId,
    paused_nodes: event.reasons.flatMap((reason) => (reason.kind === 'human-input' ? [reason.nodeId] : [])),
    outputs: outputsToWire(event.outputs),
    reasons: event.reasons.map((reason) => pauseReason(reason, context, forms)),
    status: 'paused',
    created_at: toUnixSeconds(context.createdAt),
    elapsed_time: float(event.elapsedSeconds),
    total_tokens: event.totalTokens,
    total_steps: event.totalSteps,
  };
}

/** With the whole form, for clients that come back to a run that waits (Dify core/workflow/human_input_policy.py). */
function pauseReason(reason: PauseReason, context: StreamContext, forms: EncoderState['forms']): JsonObject {
  if (reason.kind === 'requested') return { TYPE: 'scheduled_pause', message: reason.message };
  const known = { TYPE: 'human_input_required', form_id: reason.formId, node_id: reason.nodeId };
  const event = forms.get(reason.formId);
  if (!event) return { ...known, form_token: context.formToken(reason.formId) };
  const { display_in_ui: _place, ...form } = formData(event, context);
  return { ...known, ...form };
}

/** `data` of workflow_finished, and of the blocking reply. */
export function finishData(event: RunFinished, context: StreamContext): JsonObject {
  return {
    id: context.runId,
    workflow_id: context.workflowId,
    status: event.status,
    outputs: outputsToWire(event.outputs),
    error: event.error ?? null,
    elapsed_time: float(event.elapsedSeconds),
    total_tokens: event.usage.totalTokens,
    total_steps: event.totalSteps,
    created_by: context.createdBy,
    created_at: toUnixSeconds(context.createdAt),
    finished_at: toUnixSeconds(event.at),
    exceptions_count: event.exceptionsCount,
    files: filesOf(event.outputs),
  };
}
