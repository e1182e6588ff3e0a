/**
 * Builds every room once: configuration to `Instance`, caller to `Scope`. `capabilities/` is what nodes may use beside
 * models and files, `files/` and `models/` are what a workspace keeps of both, and how it is opened.
 */

export type { AppAccess, CallerResolver, TokenHolder } from './callers.ts';
export type { Signature, SignedFiles } from './files/signed-files.ts';
export type { FormHolder, Instance, InstanceOptions, LocalScopeRequest } from './instance.ts';
export { openInstance } from './open-instance.ts';
export type { PassportHolder, Passports } from './passports.ts';
