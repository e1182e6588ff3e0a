import type { FileReference } from '../../engine/index.ts';
import { isNumber, type JsonValue, pythonStr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import { compareNumbers, numeric } from '../python-values.ts';
import type { ListOperatorConfig } from './config.ts';
import { attributeOf } from './filter.ts';
import type { ListValue } from './list-value.ts';

const fileKeys = ['name', 'type', 'extension', 'mime_type', 'transfer_method', 'url', 'related_id', 'size'];

/** Equal elements keep their order in both directions. */
export function ordered(list: ListValue, { key, value }: ListOperatorConfig['order_by']): ListValue {
  const sign = value === 'desc' ? -1 : 1;
  if (list.type !== 'array[file]') return { ...list, value: list.value.toSorted((a, b) => sign * compare(a, b)) };
  if (!fileKeys.includes(key)) throw new NodeError('InvalidKeyError', `Invalid order key: ${key}`);
  const byKey = (a: FileReference, b: FileReference) => sign * compare(attributeOf(a, key), attributeOf(b, key));
  return { ...list, value: list.value.toSorted(byKey) };
}

function compare(a: JsonValue, b: JsonValue): number {
  const [left, right] = [numeric(a), numeric(b)];
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  // by code points, which is the order of UTF-8
  return Buffer.compare(Buffer.from(pythonStr(a)), Buffer.from(pythonStr(b)));
}
