import { type Caller, type EndUserId, type IdSource, KnownError } from '../../kernel/index.ts';
import type { Signer } from '../../platform/secrets/index.ts';
import type { App, EndUser, Site, Storage } from '../../storage/index.ts';
import { requireOpenWorkspace } from './callers.ts';

/** The visitor of a published web app. */
export interface PassportHolder {
  readonly app: App;
  readonly site: Site;
  readonly endUser: EndUser;
}

/** What lets visitors into published web apps: a token for one app and one end user, without an end (Dify 1.x, community). */
export interface Passports {
  /** Makes an end user, or finds the one with this session id. */
  issue(code: string, sessionId?: string): Promise<string>;
  /** Who holds this token; the app must still be open to visitors. */
  read(token: string, code: string | undefined): Promise<PassportHolder>;
  /** The app behind the code in a web app's address. */
  findSite(code: string): Promise<{ readonly app: App; readonly site: Site } | undefined>;
}

const SUBJECT = 'Web API Passport';

export function openPassports(storage: () => Storage, signer: Signer, ids: IdSource): Passports {
  // Passports are signed with a key of their own; those made under earlier secret keys still open.
  const [secret, ...earlier] = signer.signatures('key|web passport');
  const key = toKey(secret);
  const keys = [key, ...earlier.map(toKey)];
  const findSite = (code: string) => storage().system.lookups.findSite(code);
  return {
    findSite,
    async issue(code, sessionId) {
      const found = await findSite(code);
      if (!found || !isOpen(found)) throw new KnownError('not_found', { message: 'The web app does not exist.' });
      const { app } = found;
      const identity = { type: 'browser', sessionId: sessionId ?? ids.next(), isAnonymous: true } as const;
      const named = sessionId === undefined ? identity : { ...identity, externalUserId: sessionId };
      const { id } = await endUsersOf(storage(), app).findOrCreate(named);
      const claims = { app_id: app.id, app_code: code, end_user_id: id };
      const { SignJWT } = await import('jose');
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(app.id)
        .setSubject(SUBJECT)
        .sign(key);
    },
    async read(token, code) {
      const claims = await verify(token, keys);
      if (code !== undefined && code !== claims.code) throw invalid();
      const found = await findSite(claims.code);
      if (found?.app.id !== claims.appId)
        throw new KnownError('bad_request', { message: 'Site URL is no longer valid.' });
      if (!isOpen(found)) throw new KnownError('bad_request', { message: 'Site is disabled.' });
      await requireOpenWorkspace(storage(), found.app.tenantId);
      const endUser = await endUsersOf(storage(), found.app).find(claims.endUserId);
      if (endUser?.type !== 'browser') throw invalid();
      return { ...found, endUser };
    },
  };
}

const toKey = (secret: string) => new TextEncoder().encode(secret);

function isOpen({ app, site }: { readonly app: App; readonly site: Site }): boolean {
  return app.status === 'normal' && app.enableSite && site.status === 'normal';
}

function endUsersOf(storage: Storage, app: App) {
  return storage.tenant(app.tenantId).ofApp(app).endUsers;
}

async function verify(token: string, keys: readonly Uint8Array[]) {
  const { jwtVerify } = await import('jose');
  const trials = keys.map((key) => jwtVerify(token, key, { algorithms: ['HS256'], subject: SUBJECT }));
  try {
    const { payload } = await Promise.any(trials);
    const { app_id: appId, app_code: code, end_user_id: endUserId } = payload;
    return { appId: String(appId), code: String(code), endUserId: String(endUserId) as EndUserId }; // looked up next
  } catch (error) {
    throw new KnownError('unauthorized', { message: 'Invalid token.', cause: error });
  }
}

function invalid(): KnownError {
  return new KnownError('unauthorized', { message: 'Invalid token.' });
}

/** The caller behind a request of a published web app. */
export function visitorCaller({ app, endUser }: PassportHolder): Caller {
  const { id: endUserId, sessionId } = endUser;
  return {
    tenantId: app.tenantId,
    actor: { kind: 'end-user', endUserId, appId: app.id, sessionId },
    invokeFrom: 'web-app',
  };
}
