import type { FormAnswered, FormRequested } from '../../engine/index.ts';
import type { JsonObject } from '../../kernel/index.ts';
import type { FormPatch, FormRecord } from '../../storage/index.ts';

/** A form that a person is asked to fill in. */
export function toForm(event: FormRequested, formToken: (formId: string) => string): FormRecord {
  return {
    id: event.formId,
    nodeId: event.nodeId,
    nodeTitle: event.title,
    token: formToken(event.formId),
    definition: toJsonForm(event.form),
    renderedContent: event.form.content,
    expiresAt: event.expiresAt,
  };
}

/** The form as its reader gets it; delivery is the server's own affair. */
function toJsonForm({ content, inputs, actions, defaults }: FormRequested['form']): JsonObject {
  return {
    content,
    inputs,
    defaults,
    actions: actions.map(({ id, title, buttonStyle }) => ({ id, title, button_style: buttonStyle })),
  };
}

/** What an answer, or the end of its time, makes of a form. */
export function toFormPatch({ formId, answer, at }: FormAnswered): FormPatch {
  if (answer.kind === 'timed-out') {
    return { id: formId, status: 'timeout', selectedActionId: null, submittedData: null, submittedAt: null };
  }
  return {
    id: formId,
    status: 'submitted',
    selectedActionId: answer.actionId,
    submittedData: answer.inputs,
    submittedAt: at,
  };
}
