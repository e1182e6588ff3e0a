import { isJsonObject, type JsonObject } from '../../../kernel/index.ts';
import { ModelError } from '../../model-runtime.ts';
import type { Connection } from '../../wire/language-wire.ts';
import { getPlain } from './api.ts';

/** How predictions of a model are made. */
export interface ReplicateModel {
  /** Below the address of the API. */
  readonly path: string;
  /** Absent for models that Replicate itself keeps up to date ("official" ones). */
  readonly version?: string;
  /** JSON schemas of what it takes, by name and in its own order; absent when it does not say. */
  readonly inputs?: JsonObject;
}

/** Asks what the model takes (https://replicate.com/docs/reference/http#models.get and #models.versions.get). */
export async function findModel(connection: Connection, name: string, signal?: AbortSignal): Promise<ReplicateModel> {
  const { owner, model, version } = parseName(name);
  const path = `models/${encodeURIComponent(owner)}/${encodeURIComponent(model)}`;
  const wanted = version ?? connection.credentials['model_version'];
  if (wanted) {
    const found = await getPlain(connection, { path: `${path}/versions/${encodeURIComponent(wanted)}`, signal });
    return { path: 'predictions', version: wanted, ...inputsOf(found) };
  }
  const found = await getPlain(connection, { path, signal });
  const latest = isJsonObject(found) ? found['latest_version'] : undefined;
  const id = isJsonObject(latest) && typeof latest['id'] === 'string' ? latest['id'] : undefined;
  const isOfficial = isJsonObject(found) && found['is_official'] === true;
  return isOfficial || id === undefined
    ? { path: `${path}/predictions`, ...inputsOf(latest) }
    : { path: 'predictions', version: id, ...inputsOf(latest) };
}

/** `owner/name` or `owner/name:version` */
function parseName(name: string): { owner: string; model: string; version?: string } {
  const [, owner, model, version] = /^([^/:]+)\/([^/:]+)(?::([^/:]+))?$/.exec(name) ?? [];
  if (owner && model) return { owner, model, ...(version && { version }) };
  throw new ModelError('InvokeBadRequestError', `A model of Replicate is named OWNER/NAME, got "${name}".`);
}

/** A version describes itself in OpenAPI; its inputs are the properties of the schema `Input`. */
function inputsOf(version: unknown): { inputs: JsonObject } | Record<string, never> {
  const steps = ['openapi_schema', 'components', 'schemas', 'Input', 'properties'];
  const found = steps.reduce<unknown>((at, step) => (isJsonObject(at) ? at[step] : undefined), version);
  if (!isJsonObject(found)) return {};
  const entries = Object.entries(found).toSorted(([, a], [, b]) => placeOf(a) - placeOf(b));
  return { inputs: Object.fromEntries(entries) };
}

function placeOf(schema: unknown): number {
  return isJsonObject(schema) ? Number(schema['x-order'] ?? 0) : 0;
}
