import type { AccountId, Caller, EndUserId, TenantId } from '../../kernel/index.ts';
import { getForm, type Scope } from '../../operations/index.ts';
import type { App } from '../../storage/index.ts';
import {
  type AppAccess,
  DEFAULT_USER,
  endUserCaller,
  requireOpenWorkspace,
  type TokenHolder,
} from '../callers/callers.ts';
import { type PassportHolder, visitorCaller } from '../callers/passports.ts';
import type { FormHolder } from '../instance.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { createScope } from './create-scope.ts';

/** The holder of an app's key, in the name of an end user. */
export async function enterApp(rooms: Rooms, holder: TokenHolder, user: string | undefined): Promise<AppAccess> {
  const caller = await endUserCaller(rooms.storage.open(), holder, user);
  const session = user ?? DEFAULT_USER;
  return { scope: requestScope(rooms, caller, session), app: holder.app, user: session };
}

/** The visitor of a published web app. */
export function enterWebApp(rooms: Rooms, holder: PassportHolder): AppAccess {
  const { app, endUser } = holder;
  const user = endUser.sessionId;
  return { app, user, scope: requestScope(rooms, visitorCaller(holder), user) };
}

/** The holder of a workspace's key, or of a link that it has signed. */
export function enterWorkspace(rooms: Rooms, tenantId: TenantId): Scope {
  const actor = { kind: 'holder', holds: 'workspace-key' } as const;
  return requestScope(rooms, { tenantId, actor, invokeFrom: 'service-api' }, 'dataset key');
}

/** A form is answered in the name of nobody in particular: whoever holds its token may. */
export async function enterForm(rooms: Rooms, token: string): Promise<FormHolder | undefined> {
  const form = await rooms.storage.open().system.lookups.findForm(token);
  if (!form) return undefined;
  await requireOpenWorkspace(rooms.storage.open(), form.tenantId);
  const caller: Caller = {
    tenantId: form.tenantId,
    actor: { kind: 'holder', holds: 'form-token' },
    invokeFrom: 'web-app',
  };
  const scope = requestScope(rooms, caller, 'form');
  const app = await scope.stores.apps.find(form.appId);
  return app && { scope, app }; // a form is nothing without its app
}

/**
 * Uploads for a form belong to whoever the run belongs to, which reads nobody else's files (Dify 1.x
 * services/human_input_file_upload_service.py). A form that is no longer open takes none.
 */
export async function enterFormUploads(rooms: Rooms, { scope, app }: FormHolder, token: string): Promise<AppAccess> {
  const { workflowRunId } = await getForm(scope, { token, appId: app.id });
  const { createdBy, createdByRole } = await scope.stores.runs.get(workflowRunId);
  const actor: Caller['actor'] =
    createdByRole === 'end_user'
      ? await endUserOf(scope, app, createdBy as EndUserId)
      : { kind: 'account', accountId: createdBy as AccountId, role: 'normal' };
  const caller: Caller = { tenantId: scope.caller.tenantId, actor, invokeFrom: 'web-app' };
  return { app, user: nameOf(caller), scope: requestScope(rooms, caller, nameOf(caller)) };
}

async function endUserOf(
  scope: Scope,
  app: App,
  id: EndUserId,
): Promise<Extract<Caller['actor'], { kind: 'end-user' }>> {
  const { sessionId } = await scope.stores.ofApp(app).endUsers.get(id);
  return { kind: 'end-user', endUserId: id, appId: app.id, sessionId };
}

/** What one caller may use. */
function requestScope(rooms: Rooms, caller: Caller, user: string): Scope {
  return createScope(rooms, { caller, user, models: rooms.models.of(caller.tenantId), nodes: rooms.nodes });
}

/** A caller whose request is over: the work that it left goes on in its name. */
export function jobScope(rooms: Rooms, caller: Caller): Scope {
  return requestScope(rooms, caller, nameOf(caller));
}

/** Under which name records show a caller whose request is over. */
function nameOf({ actor }: Caller): string {
  if (actor.kind === 'end-user') return actor.sessionId;
  return actor.kind === 'account' ? actor.accountId : 'system';
}

/** What the instance itself may use in a workspace: to take over runs, end forms, and do what commands ask it for. */
export function recoveryScope(rooms: Rooms, tenantId: TenantId): Scope {
  const caller: Caller = { tenantId, actor: { kind: 'system', reason: 'recovery' }, invokeFrom: 'service-api' };
  return requestScope(rooms, caller, 'system');
}
