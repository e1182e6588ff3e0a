import {
  array,
  type NodeContext,
  type NodeResult,
  succeeded,
  toJson,
  type Value,
  type VariableReader,
} from '../../engine/index.ts';
import { pythonRepr } from '../../kernel/index.ts';
import { failedBy, NodeError } from '../node-error.ts';
import { isTruthy, parseInteger } from '../python-values.ts';
import { printSelector } from '../records.ts';
import type { ListOperatorConfig } from './config.ts';
import { filtered } from './filter.ts';
import { asList, elementAt, type ListValue, sliced } from './list-value.ts';
import { ordered } from './order.ts';

/** Filter, extract, order, limit: always in this order. */
export async function execute(
  config: ListOperatorConfig,
  { variables }: Pick<NodeContext, 'variables'>,
): Promise<NodeResult> {
  const variable = variables.get(config.variable);
  const shown = { variable: variable && isTruthy(toJson(variable)) ? toJson(variable) : [] };
  const record = variable ? { inputs: shown, processData: shown } : {};
  try {
    return succeeded({ outputs: outputsOf(operate(config, variable, variables)), ...record });
  } catch (error) {
    return failedBy(error, record);
  }
}

function operate(config: ListOperatorConfig, variable: Value | undefined, variables: VariableReader): Value {
  if (variable === undefined) {
    throw new NodeError('ListOperatorError', `Variable not found for selector: ${printSelector(config.variable)}`);
  }
  if (!isTruthy(toJson(variable))) return variable.type.startsWith('array[') ? variable : array('array[any]', []);
  const list = asList(variable);
  if (!list) {
    const selector = printSelector(config.variable);
    throw new NodeError(
      'ListOperatorError',
      `Variable ${selector} is not an array type, actual type: ${variable.type}`,
    );
  }
  const left = config.filter_by.enabled ? filtered(list, config.filter_by.conditions, variables) : list;
  const extracted = config.extract_by.enabled
    ? extract(left, variables.render(config.extract_by.serial, 'text'))
    : left;
  const sorted = config.order_by.enabled ? ordered(extracted, config.order_by) : extracted;
  return config.limit.enabled ? sliced(sorted, 0, config.limit.size) : sorted;
}

/** One element by its number, counted from 1. */
function extract(list: ListValue, serial: string): ListValue {
  const parsed = parseInteger(serial);
  if (parsed === undefined) {
    throw new NodeError('WorkflowNodeError', `invalid literal for int() with base 10: ${pythonRepr(serial)}`);
  }
  if (parsed < 1n) throw new NodeError('WorkflowNodeError', `Invalid serial index: must be >= 1, got ${parsed}`);
  if (parsed > BigInt(list.value.length)) {
    throw new NodeError('InvalidKeyError', `Invalid serial index: must be <= ${list.value.length}, got ${parsed}`);
  }
  return sliced(list, Number(parsed) - 1, Number(parsed));
}

function outputsOf(result: Value): Record<string, Value> {
  return { result, first_record: elementAt(result, 0), last_record: elementAt(result, -1) };
}
