import type { Member } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { requireMember } from './require-member.ts';

/** Everybody in the workspace, in the order in which they joined. */
export async function listMembers(scope: Pick<Scope, 'stores' | 'caller'>): Promise<readonly Member[]> {
  requireMember(scope.caller);
  return scope.stores.members.list();
}
