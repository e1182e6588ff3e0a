import { type Caller, KnownError } from '../../kernel/index.ts';

/** Members are the matter of owners and admins, and of the machine's own command line. */
export function requireMemberManager({ actor }: Caller): void {
  if (actor.kind === 'system') return;
  if (actor.kind === 'account' && ['owner', 'admin'].includes(actor.role)) return;
  throw new KnownError('forbidden');
}
