import type { FormRequested } from '../../engine/index.ts';
import type { NumberedEvent } from '../../runs/index.ts';

/** The forms that nobody has answered. */
export function openForms(history: readonly NumberedEvent[]): FormRequested[] {
  const open = new Map<string, FormRequested>();
  for (const { event } of history) {
    if (event.type === 'form-requested') open.set(event.formId, event);
    if (event.type === 'form-answered') open.delete(event.formId);
  }
  return [...open.values()];
}
