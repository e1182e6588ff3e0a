import { z } from 'zod';
import { toJson, type VariableReader, type VariableSelector } from '../engine/index.ts';
import { isJsonObject, type JsonObject, type JsonValue, mapValues } from '../kernel/index.ts';
import { json } from './config-fields.ts';
import { NodeError } from './node-error.ts';
import { printSelector, recordOf } from './records.ts';
import { referencesOf } from './template-references.ts';

/**
 * Parameters of tools, agents and datasources: `{type: mixed | variable | constant, value}` by name. `mixed` and
 * `constant` texts are templates. Without a value a parameter does not count.
 */
export const Parameters = z.preprocess(
  (value) => (isJsonObject(value) ? withoutEmpty(value) : value),
  z.record(z.string(), z.object({ type: z.enum(['mixed', 'variable', 'constant']), value: json })),
);
export type Parameters = z.infer<typeof Parameters>;

function withoutEmpty(parameters: JsonObject): JsonObject {
  const present = Object.entries(parameters).filter(([, input]) => {
    return input !== null && !(isJsonObject(input) && (input['value'] ?? null) === null);
  });
  return Object.fromEntries(present);
}

export function parameterReads(parameters: Parameters): readonly VariableSelector[] {
  return Object.values(parameters).flatMap(({ type, value }) => {
    if (type === 'variable') return Array.isArray(value) ? [value.map(String)] : [];
    return typeof value === 'string' ? referencesOf(value) : [];
  });
}

export interface ResolvedParameters {
  readonly values: JsonObject;
  /** The same for the record, with secrets masked. */
  readonly shown: JsonObject;
  /** Parameters whose variable does not exist: they are in neither. */
  readonly missing: ReadonlyMap<string, VariableSelector>;
}

/** A parameter whose variable is null counts, one whose variable is missing does not. */
export function resolveParameters(parameters: Parameters, variables: VariableReader): ResolvedParameters {
  const values: Record<string, JsonValue> = {};
  const shown: Record<string, JsonValue> = {};
  const missing = new Map<string, VariableSelector>();
  for (const [name, { type, value }] of Object.entries(parameters)) {
    if (type !== 'variable') {
      values[name] = renderDeeply(value, variables, 'text');
      shown[name] = renderDeeply(value, variables, 'log');
      continue;
    }
    const selector = selectorOf(name, value);
    const found = variables.get(selector);
    if (found === undefined) missing.set(name, selector);
    else [values[name], shown[name]] = [toJson(found), recordOf(found)];
  }
  return { values, shown, missing };
}

function selectorOf(name: string, value: JsonValue): VariableSelector {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value;
  throw new NodeError('ToolParameterError', `The variable of parameter "${name}" must be a list of strings.`);
}

export function doesNotExist(selector: VariableSelector): string {
  return `Variable ${printSelector(selector)} does not exist`;
}

/** Every text inside is a template. */
function renderDeeply(value: JsonValue, variables: VariableReader, form: 'text' | 'log'): JsonValue {
  if (typeof value === 'string') return variables.render(value, form);
  if (Array.isArray(value)) return value.map((item) => renderDeeply(item, variables, form));
  if (!isJsonObject(value)) return value;
  return mapValues(value, (item) => renderDeeply(item, variables, form));
}

/** Settings of a tool: bare values, or parameters as above. */
export function resolveSettings(settings: JsonObject, variables: VariableReader): JsonObject {
  const resolved = Object.entries(settings).flatMap(([name, setting]) => {
    const value = resolveSetting(setting, variables);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(resolved);
}

function resolveSetting(setting: JsonValue, variables: VariableReader): JsonValue {
  const asParameter = isJsonObject(setting) && 'type' in setting && 'value' in setting ? setting : undefined;
  if (!asParameter) return setting;
  const { type, value = null } = asParameter;
  if (type !== 'variable' || !Array.isArray(value)) return renderDeeply(value, variables, 'text');
  const found = variables.get(value.map(String));
  return found === undefined ? null : toJson(found);
}
