import type { EndUserId } from '../../kernel/index.ts';
import type { App, EndUser } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** An end user of an app. */
export async function getEndUser(
  scope: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly id: EndUserId },
): Promise<EndUser> {
  return scope.stores.ofApp(request.app).endUsers.get(request.id);
}
