import type { ModelKind, ModelReference } from './model-runtime.ts';

/** Where stored credentials come from; implemented above storage, bound to one workspace. */
export interface CredentialSource {
  /** Usable credentials for a model, the one to try first in front; those that are cooling down are left out. */
  find(wanted: CredentialQuery): Promise<readonly ModelCredential[]>;
  /** A call with this credential failed in a way that one with another may not. */
  report(credentialId: string, outcome: CredentialOutcome): void;
  defaultModel(kind: ModelKind): Promise<ModelReference | undefined>;
}

/** Rate limit or quota, a bad key, a server that cannot be reached. */
export type CredentialOutcome = 'rate-limited' | 'refused' | 'unreachable';

export interface CredentialQuery {
  /** The long name. */
  readonly provider: string;
  readonly kind: ModelKind;
  readonly model: string;
}

export interface ModelCredential {
  readonly id: string;
  /** Clear values under the provider's credential fields. */
  readonly values: Readonly<Record<string, string>>;
}
