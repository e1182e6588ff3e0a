import type { FormRequested, RunEvent } from '../../engine/index.ts';
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

/** How often in a row a run was gone on with and nothing of it was done before its process ended again. */
export function countVainTakeovers(history: readonly NumberedEvent[]): number {
  const done = history.findLastIndex(({ event }) => DONE.includes(event.type));
  const since = history.slice(done + 1).map(({ event }) => event);
  return since.filter((event) => event.type === 'run-started' && event.reason === 'resumption').length;
}

/** What need not be done again by whoever goes on. */
const DONE: readonly RunEvent['type'][] = ['node-finished', 'form-answered', 'run-paused'];
