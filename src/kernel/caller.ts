import type { AccountId, AppId, EndUserId, TenantId } from './ids.ts';

export const roles = ['owner', 'admin', 'editor', 'normal', 'dataset_operator'] as const;
export type Role = (typeof roles)[number];

/**
 * Who acts. Permission checks look at this, and at nothing else. `system` is the machine's own command line and the
 * instance itself, which may do everything. A `holder` is nobody in particular: whoever has a key or a link of the
 * workspace, or the token of a form, may do what that opens and passes no check of rights.
 */
export type Actor =
  | { readonly kind: 'account'; readonly accountId: AccountId; readonly role: Role }
  | { readonly kind: 'end-user'; readonly endUserId: EndUserId; readonly appId: AppId; readonly sessionId: string }
  | { readonly kind: 'holder'; readonly holds: 'workspace-key' | 'form-token' }
  | { readonly kind: 'system'; readonly reason: string };

/** Through which door a run was asked for; Dify's own words. */
const invokeSources = ['service-api', 'web-app', 'explore', 'debugger', 'trigger', 'mcp'] as const;
export type InvokeSource = (typeof invokeSources)[number];

/** A request's origin, made by a face and trusted from there on. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly invokeFrom: InvokeSource;
}
