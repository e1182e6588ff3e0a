import { type ApiTokenId, type AppId, KnownError } from '../../kernel/index.ts';
import type { ApiToken } from '../../storage/index.ts';
import { requireEditor } from '../apps/require-editor.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';

/** The keys of an app, or without one those of the datasets; newest first. */
export async function listKeys(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: { readonly appId?: AppId },
): Promise<readonly ApiToken[]> {
  requireMember(scope.caller);
  return scope.stores.apiTokens.list(request.appId);
}

/** Ends a key at once. */
export async function revokeKey(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: { readonly id: ApiTokenId },
): Promise<void> {
  requireEditor(scope.caller);
  if (await scope.stores.apiTokens.delete(request.id)) return;
  throw new KnownError('not_found', {
    message: `There is no key ${request.id}.`,
    hint: 'dify key list --app APP shows what there is.',
  });
}
