import type { FormRequested, NodeFinished } from '../../engine/index.ts';
import { type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import { outputsToWire, textsOf } from '../values.ts';
import type { EncoderState } from './encoder-state.ts';
import { inRun, type StreamContext, type StreamEvent } from './stream-event.ts';

export function formData(event: FormRequested, context: StreamContext): JsonObject {
  return {
    form_id: event.formId,
    node_id: event.nodeId,
    node_title: event.title,
    form_content: event.form.content,
    inputs: event.form.inputs,
    actions: event.form.actions.map(({ id, title, buttonStyle }) => ({ id, title, button_style: buttonStyle })),
    display_in_ui: true,
    form_token: context.formToken(event.formId),
    resolved_default_values: textsOf(event.form.defaults),
    expiration_time: toUnixSeconds(event.expiresAt),
  };
}

/** What a person answered: told just before their node ends, since only the node knows the rendered form. */
export function formAnswerEvent(event: NodeFinished, context: StreamContext, state: EncoderState): StreamEvent {
  const node = { node_id: event.nodeId, node_title: event.title };
  const answer = state.answers.get(event.nodeId);
  if (answer?.kind !== 'submitted') {
    return inRun('human_input_form_timeout', { ...node, expiration_time: toUnixSeconds(event.at) }, context);
  }
  const outputs = outputsToWire(event.outputs);
  const data = {
    ...node,
    rendered_content: outputs['__rendered_content'] ?? '',
    action_id: answer.actionId,
    action_text: outputs['__action_value'] ?? answer.actionId,
    submitted_data: answer.inputs,
  };
  return inRun('human_input_form_filled', data, context);
}
