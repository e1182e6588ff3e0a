import type { JsonObject } from '../../kernel/index.ts';
import type { ImportAppResult } from '../../operations/index.ts';

/** The answer of `POST /console/api/apps/imports`. */
export function importToWire(result: ImportAppResult): JsonObject {
  return {
    id: result.id,
    status: result.status,
    app_id: result.appId ?? null,
    app_mode: result.appMode ?? null,
    current_dsl_version: result.currentDslVersion,
    imported_dsl_version: result.importedDslVersion,
    error: result.error,
  };
}
