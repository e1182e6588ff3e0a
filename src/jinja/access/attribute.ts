import { Float } from '../../kernel/index.ts';
import { formatText, type Reach } from '../formatting/str-format.ts';
import { spend } from '../meter.ts';
import { dictMethods } from '../methods/dict.ts';
import { listMethods, tupleMethods } from '../methods/list.ts';
import { markupMethods } from '../methods/markup.ts';
import { floatAttribute, floatMethods, integerAttribute, integerMethods } from '../methods/number.ts';
import { bytesMethods, rangeMethods } from '../methods/sequence.ts';
import { chargeText, textMethods } from '../methods/text.ts';
import { raise } from '../raised.ts';
import { Bytes } from '../values/bytes.ts';
import {
  BoundMethod,
  callValue,
  freeMethod,
  type Method,
  type MethodTable,
  method,
  methodTable,
  PythonClass,
  positional,
} from '../values/call.ts';
import { dictEntries, dictGet, isDict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import { type Arguments, PythonObject, type RawDict, type Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Range } from '../values/range.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';
import { classAttribute, classOf } from './classes.ts';
import { strictItem } from './subscript.ts';

/**
 * Attributes, as templates reach them: methods of built-in classes from fixed tables, the few data attributes that
 * our own objects offer, and keys of dicts. No property of a JavaScript object is ever read by a name of a template,
 * except an input's own keys.
 */

const reach: Reach = {
  attribute: (value, name) => {
    const found = pythonAttribute(value, name);
    return found === undefined
      ? raise('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`)
      : found;
  },
  item: strictItem,
};

function mappingArguments(mapping: Value | undefined): Arguments {
  if (!isDict(mapping)) return raise('TypeError', 'format_map() argument must be a mapping');
  return { positional: [], named: new Map(dictEntries(mapping).map(([key, value]) => [str(key), value])) };
}

const textTable: MethodTable<string> = new Map([
  ...textMethods,
  ...methodTable<string>(
    freeMethod('format', (text, args) => formatText(text, args, reach, false)),
    method('format_map', positional('mapping'), (text, [mapping]) =>
      formatText(text, mappingArguments(mapping), reach, false),
    ),
  ),
]);
const markupTable: MethodTable<Markup> = new Map([
  ...markupMethods,
  ...methodTable<Markup>(
    freeMethod('format', ({ text }, args) => new Markup(formatText(text, args, reach, true))),
    method(
      'format_map',
      positional('mapping'),
      ({ text }, [mapping]) => new Markup(formatText(text, mappingArguments(mapping), reach, true)),
    ),
  ),
]);

/** The method of a value's class, in the table that fits the value. */
function findMethod(value: Value, name: string): Method<never> | undefined {
  if (typeof value === 'string') return textTable.get(name);
  if (Array.isArray(value)) return listMethods.get(name);
  if (isDict(value)) return dictMethods.get(name);
  if (typeof value === 'number') return (Number.isInteger(value) ? integerMethods : floatMethods).get(name);
  if (typeof value === 'bigint') return integerMethods.get(name);
  if (value instanceof Float) return floatMethods.get(name);
  if (value instanceof PythonObject) return findObjectMethod(value, name);
  return typeof value === 'boolean' ? integerMethods.get(name) : undefined;
}

function findObjectMethod(value: PythonObject, name: string): Method<never> | undefined {
  if (value instanceof Markup) return markupTable.get(name);
  if (value instanceof Tuple) return tupleMethods.get(name);
  if (value instanceof Range) return rangeMethods.get(name);
  return value instanceof Bytes ? bytesMethods.get(name) : undefined;
}

/** Python's `getattr(value, name)`, or undefined. */
export function pythonAttribute(value: Value, name: string): Value | undefined {
  if (name === '__class__') return classOf(value);
  if (value instanceof PythonClass) return classAttribute(value, name);
  const own = value instanceof PythonObject && !isHidden(name) ? value.attribute(name) : undefined;
  if (own !== undefined) return own;
  const found = findMethod(value, name);
  // A table found by the value's kind has methods for that kind.
  if (found) return new BoundMethod(value, found as Method<Value>);
  if (typeof value === 'number' || typeof value === 'bigint') return numberAttribute(value, name);
  if (typeof value === 'boolean') return integerAttribute(Number(value), name);
  return value instanceof Float ? floatAttribute(value, name) : undefined;
}

function isHidden(name: string): boolean {
  return name.startsWith('__') && name.endsWith('__');
}

function numberAttribute(value: number | bigint, name: string): Value | undefined {
  if (typeof value === 'bigint' || Number.isInteger(value)) return integerAttribute(value, name);
  return floatAttribute(value, name);
}

const dictMethodNames: ReadonlySet<string> = new Set(dictMethods.keys());

/**
 * `attributeOf` for one name, with the case that nearly all of them are, the key of an input, in front. An own key of
 * such an object is data whatever its name: `__proto__` in parsed JSON is a key like any other.
 */
export function attributeReader(name: string): (value: Value) => Value {
  if (dictMethodNames.has(name) || name === '__class__') return (value) => attributeOf(value, name);
  return (value) => {
    const isInput = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    if (!isInput) return attributeOf(value, name);
    const item = Object.hasOwn(value, name) ? (value as RawDict)[name] : undefined; // a plain object that is a value
    return item === undefined ? undefinedAttribute(value, name) : item;
  };
}

/** Jinja2's `value.name`: an attribute, else the item of that name, else Undefined. */
export function attributeOf(value: Value, name: string): Value {
  if (isDict(value) && !dictMethodNames.has(name) && name !== '__class__') {
    const item = dictGet(value, name);
    return item === undefined ? undefinedAttribute(value, name) : item;
  }
  const found = pythonAttribute(value, name);
  if (found !== undefined) return found;
  const item = value instanceof PythonObject ? value.item(name) : undefined;
  return item === undefined ? undefinedAttribute(value, name) : item;
}

export function undefinedAttribute(value: Value, name: string): Undefined {
  return new Undefined(() => `'${describe(value)}' has no attribute '${name}'`);
}

/** Jinja2's `object_type_repr`. */
export function describe(value: Value): string {
  if (value === null) return 'None';
  const { qualifiedName } = classOf(value);
  return `${qualifiedName} object`;
}

/** `value.name(…)` without making the bound method first. */
export function callAttribute(value: Value, name: string, args: () => Arguments): Value {
  const found = findMethod(value, name);
  if (!found) return callValue(attributeOf(value, name), args());
  spend();
  if (typeof value === 'string') chargeText(value);
  return (found as Method<Value>).invoke(value, args()); // the table was chosen by the value
}
