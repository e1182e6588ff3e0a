/**
 * Builds every room once (`rooms/`): configuration to `Instance`. Turns what a request shows into its caller (`callers/`),
 * and the caller into a `Scope` (`scopes/`). `capabilities/` is what nodes may use beside models and files, `files/` and
 * `models/` are what a workspace keeps of both, and how it is opened; `upkeep/` is what an instance does by itself.
 */

export type { AppAccess, CallerResolver, TokenHolder } from './callers/callers.ts';
export type { PassportHolder, Passports } from './callers/passports.ts';
export type { Signature, SignedFiles } from './files/signed-files.ts';
export type { FormHolder, Instance, InstanceOptions, LocalScopeRequest } from './instance.ts';
export { openInstance } from './open-instance.ts';
