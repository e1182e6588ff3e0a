import { integer } from '../../kernel/index.ts';
import { raise } from '../raised.ts';
import { type Integer, integral } from './numbers.ts';
import { PythonObject, type Value } from './object.ts';
import { type Slice, sequenceIndex, sliceBounds } from './slice.ts';

/** Python's range: knows its numbers without holding them. */
export class Range extends PythonObject {
  readonly typeName = 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly #length: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.#length = Math.max(0, Math.ceil((stop - start) / step));
  }

  repr(): string {
    const step = this.step === 1 ? '' : `, ${this.step}`;
    return `range(${this.start}, ${this.stop}${step})`;
  }

  override length(): number {
    return this.#length;
  }

  override *iterate(): Generator<Value, undefined, unknown> {
    for (let i = 0; i < this.#length; i += 1) yield this.start + i * this.step;
    return undefined;
  }

  override equals(other: PythonObject): boolean {
    if (!(other instanceof Range) || other.#length !== this.#length) return false;
    if (this.#length === 0) return true;
    return this.start === other.start && (this.#length === 1 || this.step === other.step);
  }

  override item(key: Value): Value | undefined {
    const index = sequenceIndex(key, this.#length);
    return index === undefined ? undefined : this.start + index * this.step;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'start' || name === 'stop' || name === 'step') return this[name];
    return undefined;
  }

  slice(slice: Slice): Range {
    const { start, stop, step } = sliceBounds(slice, this.#length);
    const at = (index: number) => this.start + index * this.step;
    return new Range(at(start), at(stop), this.step * step);
  }

  /** The place of a number in the range, or -1. */
  indexOf(value: Integer): number {
    const index = (Number(value) - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.#length ? index : -1;
  }
}

function bound(value: Value): number {
  const whole = integral(value);
  if (whole === undefined) return raise('TypeError', 'range() takes integers only');
  const safe = integer(whole);
  return typeof safe === 'number' ? safe : raise('OverflowError', 'range() bounds are too large');
}

export function makeRange(args: readonly Value[]): Range {
  if (args.length < 1 || args.length > 3) {
    raise('TypeError', `range expected from 1 to 3 arguments, got ${args.length}`);
  }
  const [first = 0, second, third = 1] = args;
  const step = bound(third);
  if (step === 0) raise('ValueError', 'range() arg 3 must not be zero');
  return second === undefined ? new Range(0, bound(first), step) : new Range(bound(first), bound(second), step);
}
