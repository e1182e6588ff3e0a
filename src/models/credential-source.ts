import type { ModelKind, ModelReference } from './model-runtime.ts';

/** Where stored credentials come from; implemented above storage, bound to one workspace. */
export interface CredentialSource {
  /** Usable credentials for a model, the one to try first in front; those that are cooling down are left out. */
  find(wanted: CredentialQuery): Promise<readonly ModelCredential[]>;
  /** A call with this credential was refused in a way another one may not be (rate limit, quota, bad key). */
  report(credentialId: string, outcome: 'rate-limited' | 'refused'): void;
  defaultModel(kind: ModelKind): Promise<ModelReference | undefined>;
}

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
