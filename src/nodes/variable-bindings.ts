import { toJson, type VariableReader } from '../engine/index.ts';
import type { JsonObject } from '../kernel/index.ts';
import type { VariableBinding } from './config-fields.ts';

/** Declared variables as JSON by name; a missing one is null. */
export function bindingsToJson(bindings: readonly VariableBinding[], variables: VariableReader): JsonObject {
  return Object.fromEntries(
    bindings.map(({ variable, value_selector }) => {
      const value = variables.get(value_selector);
      return [variable, value === undefined ? null : toJson(value)];
    }),
  );
}
