import type { RunEvent } from '../../engine/index.ts';

const STATE: ReadonlySet<RunEvent['type']> = new Set([
  'node-started',
  'node-finished',
  'rounds-started',
  'round-started',
]);

/**
 * Whether an event of the past tells those who come later how far a run has come. What was said they read in the message,
 * of the beginnings the first one is enough, and of the pauses one that lasts. `isLast`: nothing has happened since.
 * (Dify services/workflow_event_snapshot_service.py)
 */
export function isOfState(event: RunEvent, isLast: boolean): boolean {
  if (event.type === 'run-started') return event.reason === 'initial';
  return event.type === 'run-paused' ? isLast : STATE.has(event.type);
}
