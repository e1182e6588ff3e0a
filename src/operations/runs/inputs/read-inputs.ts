import { fileToJson, fromJson, type PreparedGraph, type Value } from '../../../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, mapValues } from '../../../kernel/index.ts';
import { type NodeCapabilities, readStartInputs, type StartConfig, type StartVariable } from '../../../nodes/index.ts';
import { isFilledIn } from '../../files/file-rules.ts';
import { rulesOfField, takeFile, takeFiles } from '../../files/take-files.ts';
import type { Scope } from '../../scope.ts';

/** The form's values, checked and coerced; files are looked up among the caller's own. Triggers have no form. */
export async function readInputs(
  scope: Pick<Scope, 'files'>,
  graph: PreparedGraph<NodeCapabilities>,
  inputs: JsonObject,
): Promise<Record<string, Value>> {
  const root = graph.nodes.get(graph.rootNodeId);
  if (root?.type !== 'start') return toValues(inputs);
  const form = (root.config as StartConfig).variables; // parsed by the start node when the graph was prepared
  const checked = readStartInputs(form, inputs);
  const ofFiles = form.filter(({ type }) => type === 'file' || type === 'file-list');
  if (ofFiles.length === 0) return toValues(checked);
  const resolved = ofFiles.map(async (field) => {
    return [field.variable, await resolveFiles(scope, field, checked[field.variable] ?? null)] as const;
  });
  return toValues({ ...checked, ...Object.fromEntries(await Promise.all(resolved)) });
}

function toValues(inputs: JsonObject): Record<string, Value> {
  return mapValues(inputs, fromJson);
}

async function resolveFiles(scope: Pick<Scope, 'files'>, field: StartVariable, value: JsonValue): Promise<JsonValue> {
  if (field.type === 'file' && isJsonObject(value))
    return fileToJson(await takeFile(scope.files, value, rulesOfField(field)));
  if (field.type !== 'file-list' || !Array.isArray(value)) return value;
  const mappings = value.filter(isJsonObject).filter(isFilledIn);
  return (await takeFiles(scope.files, mappings, rulesOfField(field))).map(fileToJson);
}
