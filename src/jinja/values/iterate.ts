import { Float } from '../../kernel/index.ts';
import { claimItems, spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { charactersOf, lengthOf } from './code-points.ts';
import { Markup } from './markup.ts';
import { ADDRESS, PythonObject, type Value } from './object.ts';
import { typeName } from './types.ts';

/** A list may grow while it is walked, as in Python. */
class ListIterator implements Iterator<Value> {
  readonly #items: readonly Value[];
  #next = 0;

  constructor(items: readonly Value[]) {
    this.#items = items;
  }

  next(): IteratorResult<Value> {
    const index = this.#next;
    if (index >= this.#items.length) return { done: true, value: undefined };
    this.#next += 1;
    return { done: false, value: this.#items[index] ?? null };
  }
}

/** Python's `iter(x)`, or undefined when the value cannot be walked. */
export function tryIterate(value: Value): Iterator<Value> | undefined {
  if (Array.isArray(value)) return new ListIterator(value);
  if (typeof value === 'string') return charactersOf(value).values();
  if (value instanceof Markup) return charactersOf(value.text).values();
  if (value instanceof PythonObject) return value.iterate();
  if (value === null || typeof value !== 'object' || value instanceof Float) return undefined;
  return Object.keys(value).values();
}

export function iterate(value: Value): Iterator<Value> {
  return tryIterate(value) ?? raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Python's `for` over a value, counting every round. */
export function* each(value: Value): Generator<Value, undefined, unknown> {
  const iterator = iterate(value);
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    spend();
    yield step.value;
  }
  return undefined;
}

/** Python's `list(x)`: always a new list. */
export function listOf(value: Value): Value[] {
  if (Array.isArray(value)) {
    claimItems(value.length);
    return value.slice();
  }
  const iterator = iterate(value);
  const items: Value[] = [];
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    spend();
    items.push(step.value);
  }
  return items;
}

/** The elements of a value, to be read only: the list itself when it is one. */
export function elementsOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : listOf(value);
}

/** Python's `len(x)`, or undefined. */
export function tryLength(value: Value): number | undefined {
  if (typeof value === 'string') return lengthOf(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Markup) return lengthOf(value.text);
  if (value instanceof PythonObject) return value.length();
  if (value === null || typeof value !== 'object' || value instanceof Float) return undefined;
  return Object.keys(value).length;
}

export function lengthOfValue(value: Value): number {
  return tryLength(value) ?? raise('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** A Python generator or iterator: walked once, on demand. */
export class Stream extends PythonObject {
  readonly typeName: string;
  readonly #label: string;
  readonly #source: Iterator<Value>;

  /** `label` is what stands before `at 0x…` when it is printed. */
  constructor(source: Iterator<Value>, label: string, typeName = 'generator') {
    super();
    this.#source = source;
    this.#label = label;
    this.typeName = typeName;
  }

  repr(): string {
    return `<${this.#label} at ${ADDRESS}>`;
  }

  override isTrue(): boolean {
    return true;
  }

  override iterate(): Iterator<Value> {
    return this.#source;
  }
}
