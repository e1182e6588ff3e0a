import { dictClass, rangeClass } from '../access/classes.ts';
import { makeDict } from '../methods/dict.ts';
import { raise } from '../raised.ts';
import { NativeFunction, PythonClass, parameters } from '../values/call.ts';
import { Namespace } from '../values/namespace.ts';
import { ADDRESS, type Arguments, PythonObject, type Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';

/** What every template knows without being given it. */

class Cycler extends PythonObject {
  readonly typeName = 'Cycler';
  readonly #items: readonly Value[];
  #position = 0;

  constructor({ positional, named }: Arguments) {
    super();
    if (named && named.size > 0) raise('TypeError', 'Cycler.__init__() got an unexpected keyword argument');
    if (positional.length === 0) raise('RuntimeError', 'at least one item has to be provided');
    this.#items = positional;
  }

  repr(): string {
    return `<jinja2.utils.Cycler object at ${ADDRESS}>`;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#position];
    if (name === 'items') return new Tuple(this.#items);
    if (name === 'pos') return this.#position;
    if (name === 'next') return new NativeFunction('next', () => this.#next());
    return name === 'reset' ? new NativeFunction('reset', () => this.#reset()) : undefined;
  }

  #next(): Value {
    const item = this.#items[this.#position] ?? null;
    this.#position = (this.#position + 1) % this.#items.length;
    return item;
  }

  #reset(): null {
    this.#position = 0;
    return null;
  }
}

const JOINER = parameters(['sep', ', ']);

class Joiner extends PythonObject {
  readonly typeName = 'Joiner';
  readonly #separator: Value;
  #isUsed = false;

  constructor(args: Arguments) {
    super();
    this.#separator = JOINER.bind('Joiner', args)[0] ?? null;
  }

  repr(): string {
    return `<jinja2.utils.Joiner object at ${ADDRESS}>`;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'sep') return this.#separator;
    return name === 'used' ? this.#isUsed : undefined;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call({ positional, named }: Arguments): Value {
    if (positional.length > 0 || (named && named.size > 0)) raise('TypeError', 'a joiner takes no arguments');
    const text = this.#isUsed ? this.#separator : '';
    this.#isUsed = true;
    return text;
  }
}

function refuseLipsum(): never {
  return raise('TemplateRuntimeError', 'lipsum() is not offered: its text is random');
}

export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', rangeClass],
  ['dict', dictClass],
  ['lipsum', new NativeFunction('generate_lorem_ipsum', refuseLipsum)],
  ['cycler', new PythonClass('jinja2.utils.Cycler', (args) => new Cycler(args))],
  ['joiner', new PythonClass('jinja2.utils.Joiner', (args) => new Joiner(args))],
  ['namespace', new PythonClass('jinja2.utils.Namespace', (args) => new Namespace(makeDict(args)))],
]);
