import { renderValue, type VariableReader, type VariableSelector } from '../../engine/index.ts';

/** The text that a node works on; empty when the variable does not exist. */
export function queryText(selector: VariableSelector, variables: VariableReader): string {
  const value = selector.length > 1 ? variables.get(selector) : undefined;
  return value === undefined ? '' : renderValue(value, 'text');
}
