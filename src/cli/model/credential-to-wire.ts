import { type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import type { StoredCredential } from '../../operations/index.ts';

/** A credential as `--json` shows it: secrets are masked before they come here. */
export function credentialToWire({ id, name, provider, model, values, createdAt }: StoredCredential): JsonObject {
  return {
    id,
    name,
    provider,
    model: model ? { name: model.name, kind: model.kind } : null,
    credentials: values ? { ...values } : null,
    created_at: toUnixSeconds(createdAt),
  };
}
