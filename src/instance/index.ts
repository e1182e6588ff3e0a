/** Builds every room once: configuration to `Instance`, caller to `Scope`. */

export type { AppAccess, CallerResolver, TokenHolder } from './callers.ts';
export { type Instance, type InstanceOptions, type LocalScopeRequest, openInstance } from './open-instance.ts';
