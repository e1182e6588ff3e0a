/** Builds every room once: configuration to `Instance`, caller to `Scope`. */

export type { AppAccess, CallerResolver, TokenHolder } from './callers.ts';
export type { FormHolder, Instance, InstanceOptions, LocalScopeRequest } from './instance.ts';
export { openInstance } from './open-instance.ts';
export type { PassportHolder, Passports } from './passports.ts';
export type { Signature, SignedFiles } from './signed-files.ts';
