import { toJson, type Value, type VariableReader } from '../engine/index.ts';
import { type JsonObject, type JsonValue, pythonRepr } from '../kernel/index.ts';
import type { VariableBinding } from './config-fields.ts';

/** What people see of a node's work: inputs and process data, with secrets masked. */

/** A value as a record shows it. */
export function recordOf(value: Value | undefined): JsonValue {
  if (value === undefined) return null;
  return value.type === 'secret' ? maskSecret(value.value) : toJson(value);
}

/** The declared variables of a node by name; a missing one is null. */
export function recordOfBindings(bindings: readonly VariableBinding[], variables: VariableReader): JsonObject {
  return Object.fromEntries(
    bindings.map(({ variable, value_selector }) => [variable, recordOf(variables.get(value_selector))]),
  );
}

/** Dify core/helper/encrypter.py, `obfuscated_token`. */
export function maskSecret(secret: string): string {
  return secret.length <= 8 ? '*'.repeat(20) : `${secret.slice(0, 6)}${'*'.repeat(12)}${secret.slice(-2)}`;
}

/** A selector as error texts show it: `['node', 'name']`. */
export function printSelector(selector: readonly string[]): string {
  return pythonRepr(selector);
}
