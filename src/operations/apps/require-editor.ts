import { type Caller, KnownError } from '../../kernel/index.ts';

/** Apps are changed by editors and above, and by the machine's own command line. */
export function requireEditor({ actor }: Caller): void {
  if (actor.kind === 'system') return;
  if (actor.kind === 'account' && ['owner', 'admin', 'editor'].includes(actor.role)) return;
  throw new KnownError('forbidden');
}
