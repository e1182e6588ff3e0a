import type { Member } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** Everybody in the workspace, in the order in which they joined. */
export async function listMembers(scope: Pick<Scope, 'stores'>): Promise<readonly Member[]> {
  return scope.stores.members.list();
}
