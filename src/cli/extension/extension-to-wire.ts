import { type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import type { ShownExtension } from '../../operations/index.ts';

/** As Dify shows it (1.x fields/api_based_extension_fields.py); the key is masked before it comes here. */
export function extensionToWire({ id, name, endpoint, apiKey, createdAt }: ShownExtension): JsonObject {
  return { id, name, api_endpoint: endpoint, api_key: apiKey ?? null, created_at: toUnixSeconds(createdAt) };
}
