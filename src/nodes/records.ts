import { maskSecret, toJson, type Value, type VariableReader } from '../engine/index.ts';
import { type JsonObject, type JsonValue, mapValues, pythonRepr } from '../kernel/index.ts';
import type { VariableBinding } from './config-fields.ts';

/** What people see of a node's work: inputs and process data, with secrets masked. */

/** A value as a record shows it. */
export function recordOf(value: Value | undefined): JsonValue {
  if (value === undefined) return null;
  return value.type === 'secret' ? maskSecret(value.value) : toJson(value);
}

/** Values by name, as a record shows them. */
export function recordsOf(values: Readonly<Record<string, Value>>): JsonObject {
  return mapValues(values, recordOf);
}

/** The declared variables of a node by name; a missing one is null. */
export function recordOfBindings(bindings: readonly VariableBinding[], variables: VariableReader): JsonObject {
  return Object.fromEntries(
    bindings.map(({ variable, value_selector }) => [variable, recordOf(variables.get(value_selector))]),
  );
}

/** A selector as error texts show it: `['node', 'name']`. */
export function printSelector(selector: readonly string[]): string {
  return pythonRepr(selector);
}
