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

/** What the client was shown before. */
export function answerSoFar(history: readonly NumberedEvent[]): string {
  return history.reduce((text, { event }) => {
    if (event.type !== 'text-delta') return text;
    return event.replaces ? event.text : text + event.text;
  }, '');
}
