import { type Caller, KnownError } from '../../kernel/index.ts';

/** Every member of a workspace may, and the machine's own command line; who only uses its apps may not. */
export function requireMember({ actor }: Caller): void {
  if (actor.kind === 'account' || actor.kind === 'system') return;
  throw new KnownError('forbidden');
}
