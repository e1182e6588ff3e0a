import { spend } from '../meter.ts';
import { raise } from '../raised.ts';
import { ADDRESS, type Arguments, PythonObject, type Value } from './object.ts';
import { typeName } from './types.ts';

/** Arguments in the order of the parameters; undefined where an optional one has no default. */
export type Bound = readonly (Value | undefined)[];

type Default = readonly [name: string, fallback: Value | undefined];

/** The parameters of a Python function: binds what a call gives to their order, with Python's errors. */
export class Parameters {
  readonly #names: readonly string[];
  readonly #required: number;
  readonly #defaults: readonly (Value | undefined)[];
  readonly #takesNames: boolean;

  constructor(specs: readonly (string | Default)[], takesNames: boolean) {
    this.#names = specs.map((spec) => (typeof spec === 'string' ? spec : spec[0]));
    this.#required = specs.filter((spec) => typeof spec === 'string').length;
    this.#defaults = specs.map((spec) => (typeof spec === 'string' ? undefined : spec[1]));
    this.#takesNames = takesNames;
  }

  bind(name: string, args: Arguments): Bound {
    const { positional, named } = args;
    if (positional.length === 0 && named === undefined && this.#required === 0) return this.#defaults;
    if (positional.length > this.#names.length) this.#tooMany(name, positional.length);
    if (named && named.size > 0) return this.#bindNamed(name, positional, named);
    if (positional.length < this.#required) this.#missing(name, this.#names[positional.length]);
    return positional.length === this.#names.length ? positional : this.#fill(positional);
  }

  #fill(positional: readonly Value[]): (Value | undefined)[] {
    const bound: (Value | undefined)[] = positional.slice();
    for (let i = positional.length; i < this.#defaults.length; i += 1) bound.push(this.#defaults[i]);
    return bound;
  }

  /** What follows so many arguments by position; undefined when that many do not fit. */
  defaultsAfter(count: number): Bound | undefined {
    return count < this.#required || count > this.#names.length ? undefined : this.#defaults.slice(count);
  }

  #bindNamed(name: string, positional: readonly Value[], named: ReadonlyMap<string, Value>): Bound {
    if (!this.#takesNames) raise('TypeError', `${name}() takes no keyword arguments`);
    const bound = this.#fill(positional);
    for (const [key, value] of named) {
      const index = this.#names.indexOf(key);
      if (index < 0) raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
      if (index < positional.length) raise('TypeError', `${name}() got multiple values for argument '${key}'`);
      bound[index] = value;
    }
    for (let i = positional.length; i < this.#required; i += 1) {
      const parameter = this.#names[i];
      if (parameter !== undefined && !named.has(parameter)) this.#missing(name, parameter);
    }
    return bound;
  }

  #missing(name: string, parameter: string | undefined): never {
    raise('TypeError', `${name}() missing a required argument: '${parameter}'`);
  }

  #tooMany(name: string, given: number): never {
    raise('TypeError', `${name}() takes at most ${this.#names.length} arguments (${given} given)`);
  }
}

/** Parameters that may be given by name: `parameters('value', ['width', 80])`. */
export function parameters(...specs: readonly (string | Default)[]): Parameters {
  return new Parameters(specs, true);
}

/** Parameters that Python takes by position only. */
export function positional(...specs: readonly (string | Default)[]): Parameters {
  return new Parameters(specs, false);
}

/** A method of a built-in class. `self` is whatever the table it stands in belongs to. */
export interface Method<Self> {
  readonly name: string;
  invoke(self: Self, args: Arguments): Value;
}

export type MethodTable<Self> = ReadonlyMap<string, Method<Self>>;

type Body<Self> = (self: Self, args: Bound) => Value;

export function method<Self>(name: string, shape: Parameters, body: Body<Self>): Method<Self> {
  return { name, invoke: (self, args) => body(self, shape.bind(name, args)) };
}

/** A method that takes any arguments and looks at them itself. */
export function freeMethod<Self>(name: string, body: (self: Self, args: Arguments) => Value): Method<Self> {
  return { name, invoke: body };
}

export function methodTable<Self>(...methods: readonly Method<Self>[]): MethodTable<Self> {
  return new Map(methods.map((entry) => [entry.name, entry]));
}

/** `x.upper` without the call. */
export class BoundMethod<Self extends Value> extends PythonObject {
  readonly typeName = 'builtin_function_or_method';
  readonly #self: Self;
  readonly #method: Method<Self>;

  constructor(self: Self, entry: Method<Self>) {
    super();
    this.#self = self;
    this.#method = entry;
  }

  repr(): string {
    return `<built-in method ${this.#method.name} of ${typeName(this.#self)} object at ${ADDRESS}>`;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: Arguments): Value {
    spend();
    return this.#method.invoke(this.#self, args);
  }
}

/** A function of ours that a template may call: a global, or a method of an object like `loop`. */
export class NativeFunction extends PythonObject {
  readonly typeName = 'function';
  readonly #name: string;
  readonly #body: (args: Arguments) => Value;

  constructor(name: string, body: (args: Arguments) => Value) {
    super();
    this.#name = name;
    this.#body = body;
  }

  repr(): string {
    return `<function ${this.#name} at ${ADDRESS}>`;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: Arguments): Value {
    spend();
    return this.#body(args);
  }
}

/** A class as a value: it has a name, ancestors and perhaps a constructor, and leads nowhere else. */
export class PythonClass extends PythonObject {
  readonly typeName = 'type';
  readonly name: string;
  readonly qualifiedName: string;
  readonly #construct: ((args: Arguments) => Value) | undefined;

  constructor(qualifiedName: string, construct?: (args: Arguments) => Value) {
    super();
    this.qualifiedName = qualifiedName;
    this.name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
    this.#construct = construct;
  }

  repr(): string {
    return `<class '${this.qualifiedName}'>`;
  }

  override equals(other: PythonObject): boolean {
    return other instanceof PythonClass && other.qualifiedName === this.qualifiedName;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: Arguments): Value {
    spend();
    if (!this.#construct) return raise('TypeError', `templates cannot make objects of class '${this.name}'`);
    return this.#construct(args);
  }
}

export function callValue(callee: Value, args: Arguments): Value {
  if (callee instanceof PythonObject) return callee.call(args);
  return raise('TypeError', `'${typeName(callee)}' object is not callable`);
}
