import { type AppId, type Caller, KnownError, type TenantId } from '../../kernel/index.ts';
import type { Scope } from '../../operations/index.ts';
import type { App, Storage, TokenOwner } from '../../storage/index.ts';

/** What a valid key of an app stands for. */
export interface TokenHolder {
  readonly tenantId: TenantId;
  readonly app: App;
}

/** An app, and the person who asks for it. */
export interface AppAccess {
  readonly scope: Scope;
  readonly app: App;
  /** Session id of the end user. */
  readonly user: string;
}

/** Turns what a request shows into who is calling. The one place where secrets are looked up. */
export interface CallerResolver {
  byAppToken(token: string): Promise<TokenHolder>;
  /** The workspace that a key of datasets opens. */
  byDatasetToken(token: string): Promise<TenantId>;
}

export function createCallerResolver(storage: () => Storage): CallerResolver {
  const findOwner = async (token: string, type: 'app' | 'dataset'): Promise<TokenOwner> => {
    const { lookups } = storage().system;
    const owner = await lookups.findToken(token);
    if (owner?.token.type !== type) throw new KnownError('unauthorized', { message: 'Access token is invalid' });
    void lookups.touchToken(owner.token).catch(() => {}); // a note, not worth a failed request
    return owner;
  };
  return {
    async byAppToken(token) {
      const owner = await findOwner(token, 'app');
      return { tenantId: owner.tenant.id, app: usableApp(owner) };
    },
    async byDatasetToken(token) {
      const { tenant } = await findOwner(token, 'dataset');
      requireNormal(tenant);
      return tenant.id;
    },
  };
}

function usableApp({ app, tenant }: TokenOwner): App {
  if (!app) throw new KnownError('forbidden', { message: 'The app no longer exists.' });
  if (app.status !== 'normal') throw new KnownError('forbidden', { message: "The app's status is abnormal." });
  if (!app.enableApi) throw new KnownError('forbidden', { message: "The app's API service has been disabled." });
  requireNormal(tenant);
  return app;
}

/** For what names a workspace without a key of it: a passport, a form. */
export async function requireOpenWorkspace(storage: Storage, id: TenantId): Promise<void> {
  const tenant = await storage.system.tenants.find(id);
  if (tenant) requireNormal(tenant);
}

function requireNormal({ status }: TokenOwner['tenant']): void {
  if (status === 'archive') throw new KnownError('forbidden', { message: "The workspace's status is archived." });
}

/** Dify's one anonymous end user of an app (models/model.py, `DefaultEndUserSessionID`). */
export const DEFAULT_USER = 'DEFAULT-USER';

/** The caller behind a request of the Service API: the end user that it names, made when it is new. */
export async function endUserCaller(
  storage: Storage,
  { tenantId, app }: TokenHolder,
  user: string | undefined,
): Promise<Caller> {
  const sessionId = user ?? DEFAULT_USER;
  const { id } = await storage
    .tenant(tenantId)
    .ofApp(app)
    .endUsers.findOrCreate({
      type: 'service-api',
      sessionId,
      externalUserId: sessionId,
      isAnonymous: user === undefined,
    });
  const appId: AppId = app.id;
  return { tenantId, actor: { kind: 'end-user', endUserId: id, appId, sessionId }, invokeFrom: 'service-api' };
}
