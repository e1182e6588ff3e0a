import type { Float } from '../../kernel/index.ts';
import { raise } from '../raised.ts';

/**
 * What a template computes with. JSON stands for itself: null is None, a number is an int or a float as the kernel
 * keeps them apart, an array is a list. Inputs that are objects stay as they are and are only read (`RawDict`);
 * dicts made by the template, and everything else of Python, are `PythonObject`s.
 */
export type Value = null | boolean | string | number | bigint | Float | Value[] | RawDict | PythonObject;

export interface RawDict {
  readonly [key: string]: Value;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named?: ReadonlyMap<string, Value> | undefined;
}

export type Print = (value: Value) => string;

/** An object that only Python has. Every answer of `undefined` means: this kind cannot do that. */
export abstract class PythonObject {
  /** The name of the Python class, as error texts and `object at` texts have it. */
  abstract readonly typeName: string;

  /** Python's `repr(x)`; `inner` prints what this object holds. */
  abstract repr(inner: Print): string;

  /** What stands for a container that is met again inside itself. */
  get dots(): string | undefined {
    return undefined;
  }

  /** Python's `str(x)` where it is not its `repr`. */
  str(): string | undefined {
    return undefined;
  }

  isTrue(): boolean {
    return this.length() !== 0;
  }

  /** Whether it can be a key of a dict. */
  get isHashable(): boolean {
    return true;
  }

  /** Python's `==` between two of its own objects. */
  equals(other: PythonObject): boolean {
    return this === other;
  }

  /** `len(x)`. */
  length(): number | undefined {
    return undefined;
  }

  iterate(): Iterator<Value> | undefined {
    return undefined;
  }

  /** Python's own `getattr`; never reaches anything of JavaScript. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }

  /** `x[key]`; absent for every error that Jinja2 turns into an undefined value. */
  item(_key: Value): Value | undefined {
    return undefined;
  }

  get isCallable(): boolean {
    return false;
  }

  call(_args: Arguments): Value {
    return raise('TypeError', `'${this.typeName}' object is not callable`);
  }
}

/** Stands where Python would print an address in memory; nobody may depend on it. */
export const ADDRESS = '0x7f0000000000';
