import { type ApiTokenId, type AppId, KnownError } from '../../kernel/index.ts';
import { type ApiToken, type App, hashToken } from '../../storage/index.ts';
import { requireEditor } from '../apps/require-editor.ts';
import { requireMember } from '../members/require-member.ts';
import type { Scope } from '../scope.ts';
import { randomText } from './random-text.ts';

export interface CreateKeyRequest {
  /** Absent: a key for all datasets of the workspace. */
  readonly appId?: AppId;
}

export interface CreatedKey {
  readonly row: ApiToken;
  readonly token: string;
}

/** Dify allows no more per app, and no more for datasets. */
const MOST_KEYS = 10;

/** Makes an API key. Its clear text is kept encrypted, because Dify's console shows it again. */
export async function createKey(
  scope: Pick<Scope, 'stores' | 'caller' | 'vault' | 'ids'>,
  { appId }: CreateKeyRequest,
): Promise<CreatedKey> {
  requireEditor(scope.caller);
  const type = appId === undefined ? 'dataset' : 'app';
  const token = `${type}-${randomText(24)}`;
  const id = scope.ids.next() as ApiTokenId;
  return scope.stores.transaction(async (stores) => {
    if (appId !== undefined) await stores.apps.get(appId);
    if ((await stores.apiTokens.list(appId)).length >= MOST_KEYS) {
      throw new KnownError('bad_request', {
        message: `Cannot create more than ${MOST_KEYS} API keys.`,
        details: { custom: 'max_keys_exceeded' },
      });
    }
    const encryptedToken = scope.vault.encrypt(token, keyContext(id));
    const row = await stores.apiTokens.create({
      id,
      type,
      tokenHash: hashToken(token),
      encryptedToken,
      ...(appId && { appId }),
    });
    return { row, token };
  });
}

/** Where the encrypted text of a key belongs. */
function keyContext(id: ApiTokenId): string {
  return `api_tokens ${id}`;
}

/** An app by its id or its name; says what there is when nothing or more than one fits. */
export async function findApp(scope: Pick<Scope, 'stores' | 'caller'>, idOrName: string): Promise<App> {
  requireMember(scope.caller);
  const byId = await scope.stores.apps.find(idOrName as AppId); // any text may be asked for
  if (byId) return byId;
  const { items: data } = await scope.stores.apps.list({ name: idOrName, limit: 100 });
  const named = data.filter(({ name }) => name === idOrName);
  if (named.length === 1 && named[0]) return named[0];
  const hint =
    named.length > 1
      ? `Use one of the ids: ${named.map(({ id }) => id).join(', ')}`
      : 'dify app list shows what there is.';
  throw new KnownError('app_not_found', {
    message: `There is ${named.length > 1 ? 'more than one' : 'no'} app "${idOrName}".`,
    hint,
  });
}
