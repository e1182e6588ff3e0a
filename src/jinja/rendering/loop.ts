import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { NativeFunction } from '../values/call.ts';
import { equals } from '../values/compare.ts';
import { iterate, tryLength } from '../values/iterate.ts';
import { type Arguments, PythonObject, type Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';
import { undefinedBecause } from '../values/undefined.ts';

/** Renders the loop again on other values, one level deeper. */
export type Recurse = (values: Value, depth: number) => Value;

type Property = (loop: Loop) => Value;

/** The special variable `loop`. */
export class Loop extends PythonObject {
  readonly typeName = 'LoopContext';
  readonly #source: Value;
  readonly #recurse: Recurse | undefined;
  readonly #depth0: number;
  #iterator: Iterator<Value>;
  #length: number | undefined;
  #index0 = -1;
  #before: Value | undefined;
  #current: Value | undefined;
  #after: Value | undefined;
  #lastChanged: Tuple | undefined;

  constructor(source: Value, recurse?: Recurse, depth0 = 0) {
    super();
    this.#source = source;
    this.#iterator = iterate(source);
    this.#recurse = recurse;
    this.#depth0 = depth0;
  }

  /** Goes to the next value; undefined at the end. */
  advance(): Value | undefined {
    const value = this.#peek();
    if (value === undefined) return undefined;
    spend();
    this.#after = undefined;
    this.#index0 += 1;
    this.#before = this.#current;
    this.#current = value;
    return value;
  }

  #peek(): Value | undefined {
    if (this.#after !== undefined) return this.#after;
    const step = this.#iterator.next();
    this.#after = step.done ? undefined : step.value;
    return this.#after;
  }

  repr(): string {
    return `<LoopContext ${this.#index0 + 1}/${this.length()}>`;
  }

  override length(): number {
    this.#length ??= tryLength(this.#source) ?? this.#countRest();
    return this.#length;
  }

  /** The length of what can only be walked: the rest is walked now and kept. */
  #countRest(): number {
    const rest: Value[] = [];
    for (let step = this.#iterator.next(); !step.done; step = this.#iterator.next()) {
      spend();
      rest.push(step.value);
    }
    this.#iterator = rest.values();
    return rest.length + this.#index0 + 1 + (this.#after === undefined ? 0 : 1);
  }

  static readonly #properties: ReadonlyMap<string, Property> = new Map<string, Property>([
    ['index0', (loop) => loop.#index0],
    ['index', (loop) => loop.#index0 + 1],
    ['revindex0', (loop) => loop.length() - loop.#index0 - 1],
    ['revindex', (loop) => loop.length() - loop.#index0],
    ['first', (loop) => loop.#index0 === 0],
    ['last', (loop) => loop.#peek() === undefined],
    ['length', (loop) => loop.length()],
    ['depth0', (loop) => loop.#depth0],
    ['depth', (loop) => loop.#depth0 + 1],
    ['previtem', (loop) => loop.#neighbour('previous', loop.#index0 > 0 ? loop.#before : undefined)],
    ['nextitem', (loop) => loop.#neighbour('next', loop.#peek())],
    ['cycle', (loop) => new NativeFunction('cycle', ({ positional }) => loop.#cycle(positional))],
    ['changed', (loop) => new NativeFunction('changed', ({ positional }) => loop.#changed(positional))],
  ]);

  override attribute(name: string): Value | undefined {
    return Loop.#properties.get(name)?.(this);
  }

  #neighbour(which: string, item: Value | undefined): Value {
    return item === undefined ? undefinedBecause(`there is no ${which} item`) : item;
  }

  #cycle(items: readonly Value[]): Value {
    if (items.length === 0) raise('TypeError', 'no items for cycling given');
    return items[this.#index0 % items.length] ?? null;
  }

  #changed(values: readonly Value[]): boolean {
    const now = new Tuple(values);
    const isSame = this.#lastChanged !== undefined && equals(this.#lastChanged, now);
    if (!isSame) this.#lastChanged = now;
    return !isSame;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call({ positional, named }: Arguments): Value {
    if (!this.#recurse) raise('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
    const values = positional[0] ?? named?.get('iterable');
    if (positional.length + (named?.size ?? 0) !== 1 || values === undefined) {
      return raise('TypeError', 'the loop takes one iterable');
    }
    return this.#recurse(values, this.#depth0 + 1);
  }
}
