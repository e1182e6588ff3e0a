import { Float } from '../../kernel/index.ts';
import { claimText, spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { joinParts } from './join.ts';
import { Markup } from './markup.ts';
import { type Print, PythonObject, type RawDict, type Value } from './object.ts';
import { Tuple } from './tuple.ts';
import { typeName } from './types.ts';
import { Undefined } from './undefined.ts';

interface Entry {
  readonly key: Value;
  value: Value;
}

/** A dict that the template made or may change; keeps the order of insertion and keys of any hashable kind. */
export class Dict extends PythonObject {
  readonly typeName = 'dict';
  readonly #entries = new Map<unknown, Entry>();

  repr(inner: Print): string {
    return printEntries(dictEntries(this), inner);
  }

  override get isHashable(): boolean {
    return false;
  }

  override get dots(): string {
    return '{...}';
  }

  override length(): number {
    return this.#entries.size;
  }

  override iterate(): Iterator<Value> {
    return this.guarded((entry) => entry.key);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(hashKey(key))?.value;
  }

  has(key: Value): boolean {
    return this.#entries.has(hashKey(key));
  }

  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    if (entry) entry.value = value;
    else this.#entries.set(hash, { key, value });
  }

  delete(key: Value): boolean {
    return this.#entries.delete(hashKey(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /** Walks the entries and fails, as Python does, when their number changes on the way. */
  *guarded(pick: (entry: Entry) => Value): Generator<Value, undefined, unknown> {
    const size = this.#entries.size;
    for (const entry of this.#entries.values()) {
      if (this.#entries.size !== size) raise('RuntimeError', 'dictionary changed size during iteration');
      yield pick(entry);
    }
    if (this.#entries.size !== size) raise('RuntimeError', 'dictionary changed size during iteration');
    return undefined;
  }
}

const UNDEFINED_KEY = Symbol('undefined');

/** Equal keys of Python become one key of a `Map`: `1`, `1.0` and `True`; tuples by what they hold. */
export function hashKey(key: Value): unknown {
  if (typeof key === 'string') return key.startsWith('\0') ? `\0s${key}` : key;
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (typeof key === 'number' || typeof key === 'bigint' || key === null) return key;
  if (key instanceof Float) return hashFloat(key.value);
  if (key instanceof Markup) return hashKey(key.text);
  if (key instanceof Tuple) return hashTuple(key);
  if (key instanceof Undefined) return UNDEFINED_KEY;
  if (key instanceof PythonObject && key.isHashable) return key;
  return raise('TypeError', `unhashable type: '${typeName(key)}'`);
}

function hashTuple({ items }: Tuple): string {
  spend(1 + items.length);
  const parts = items.map(hashPart).join('');
  claimText(parts.length);
  return `\0t${parts}`;
}

function hashFloat(value: number): unknown {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return BigInt(value);
}

const objectNumbers = new WeakMap<object, number>();
let lastObjectNumber = 0;

/** One element of a tuple as a text that says its kind and where it ends. */
function hashPart(item: Value): string {
  const hash = hashKey(item);
  if (typeof hash === 'object' && hash !== null) {
    const known = objectNumbers.get(hash) ?? ++lastObjectNumber;
    objectNumbers.set(hash, known);
    return `o${known};`;
  }
  const text = String(hash);
  // A number and a bigint are never equal here: hashes of integers are numbers whenever they are safe.
  return `${(typeof hash)[0]}${text.length}:${text}`;
}

export function printEntries(entries: readonly (readonly [Value, Value])[], inner: Print): string {
  const parts = entries.map(([key, value]) => `${inner(key)}: ${inner(value)}`);
  return `{${joinParts(', ', parts)}}`;
}

export function isRawDict(value: Value | undefined): value is RawDict {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof PythonObject) &&
    !(value instanceof Float)
  );
}

export type AnyDict = Dict | RawDict;

export function isDict(value: Value | undefined): value is AnyDict {
  return value instanceof Dict || isRawDict(value);
}

export function dictSize(dict: AnyDict): number {
  return dict instanceof Dict ? dict.size : Object.keys(dict).length;
}

export function dictGet(dict: AnyDict, key: Value): Value | undefined {
  if (dict instanceof Dict) return dict.get(key);
  const name = key instanceof Markup ? key.text : key;
  if (typeof name === 'string') return Object.hasOwn(dict, name) ? dict[name] : undefined;
  hashKey(key);
  return undefined;
}

export function dictEntries(dict: AnyDict): (readonly [Value, Value])[] {
  if (dict instanceof Dict) return dict.entries().map(({ key, value }) => [key, value] as const);
  return Object.entries(dict);
}

export function dictKeys(dict: AnyDict): Value[] {
  return dict instanceof Dict ? dict.entries().map((entry) => entry.key) : Object.keys(dict);
}

export function dictFrom(entries: Iterable<readonly [Value, Value]>): Dict {
  const dict = new Dict();
  for (const [key, value] of entries) dict.set(key, value);
  return dict;
}
