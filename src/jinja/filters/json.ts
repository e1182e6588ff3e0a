import { Float, printFloat } from '../../kernel/index.ts';
import { claimText, spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { isLess } from '../values/compare.ts';
import { type AnyDict, dictEntries, isDict } from '../values/dict.ts';
import { joinParts } from '../values/join.ts';
import { isText, textOf } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { repr } from '../values/print.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';

/** Python's `json.dumps(value, sort_keys=True, indent=…)` with the signs of HTML escaped, as `tojson` has it. */
export function dumpHtmlSafe(value: Value, indent: string | undefined): string {
  const text = new Dump(indent).value(value, '\n');
  claimText(text.length);
  return text
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll("'", '\\u0027');
}

class Dump {
  readonly #indent: string | undefined;
  readonly #open = new Set<Value>();

  constructor(indent: string | undefined) {
    this.#indent = indent;
  }

  /** `newline` is a line end with the indentation of where the value begins. */
  value(value: Value, newline: string): string {
    spend();
    if (value === null) return 'null';
    if (typeof value === 'boolean') return String(value);
    if (isText(value)) return asciiJson(textOf(value));
    if (typeof value === 'bigint') return repr(value);
    if (typeof value === 'number' || value instanceof Float) return printNumber(value);
    if (Array.isArray(value)) return this.#nested(value, () => this.#list(value, newline));
    if (value instanceof Tuple) return this.#nested(value, () => this.#list(value.items, newline));
    if (isDict(value)) return this.#nested(value, () => this.#dict(value, newline));
    return raise('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
  }

  #nested(value: Value, print: () => string): string {
    if (this.#open.has(value)) raise('ValueError', 'Circular reference detected');
    this.#open.add(value);
    const text = print();
    this.#open.delete(value);
    return text;
  }

  #list(items: readonly Value[], newline: string): string {
    const inner = this.#indent === undefined ? newline : newline + this.#indent;
    return this.#brackets(
      '[',
      items.map((item) => this.value(item, inner)),
      ']',
      newline,
    );
  }

  #dict(dict: AnyDict, newline: string): string {
    const inner = this.#indent === undefined ? newline : newline + this.#indent;
    const entries = [...dictEntries(dict)].sort(([a], [b]) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
    const parts = entries.map(([key, item]) => `${asciiJson(keyText(key))}: ${this.value(item, inner)}`);
    return this.#brackets('{', parts, '}', newline);
  }

  #brackets(open: string, parts: readonly string[], close: string, newline: string): string {
    if (parts.length === 0) return open + close;
    if (this.#indent === undefined) return `${open}${joinParts(', ', parts)}${close}`;
    const inner = newline + this.#indent;
    return `${open}${inner}${joinParts(`,${inner}`, parts)}${newline}${close}`;
  }
}

function printNumber(value: number | Float): string {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  const double = Number(value);
  if (Number.isNaN(double)) return 'NaN';
  if (!Number.isFinite(double)) return double > 0 ? 'Infinity' : '-Infinity';
  return printFloat(double);
}

function keyText(key: Value): string {
  if (isText(key)) return textOf(key);
  if (key === null) return 'null';
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'bigint') return repr(key);
  if (typeof key === 'number' || key instanceof Float) return printNumber(key);
  return raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function asciiJson(text: string): string {
  const quoted = JSON.stringify(text);
  if (!/[^\0-\x7e]/.test(quoted)) return quoted;
  return quoted.replace(/[^\0-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
