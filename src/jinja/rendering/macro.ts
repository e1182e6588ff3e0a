import { comeBack, goDeeper } from '../meter.ts';
import { raise } from '../raised.ts';
import { Dict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import { type Arguments, PythonObject, type Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';
import { undefinedBecause } from '../values/undefined.ts';
import type { Frame } from './frame.ts';

/** What a macro looks like from outside; how it is compiled is `compile-macro.ts`. */
export interface MacroShape {
  /** Absent for the body of a call block. */
  readonly name: string | undefined;
  readonly parameters: readonly string[];
  readonly takesCaller: boolean;
  readonly takesNamed: boolean;
  readonly takesRest: boolean;
}

/** Values in the order of the parameters, then caller, kwargs and varargs as far as the macro reads them. */
type Body = (values: readonly (Value | undefined)[]) => string;

export class Macro extends PythonObject {
  readonly typeName = 'Macro';
  readonly #shape: MacroShape;
  readonly #body: Body;
  readonly #frame: Frame;

  constructor(shape: MacroShape, frame: Frame, body: Body) {
    super();
    this.#shape = shape;
    this.#frame = frame;
    this.#body = body;
  }

  repr(): string {
    return this.#shape.name === undefined ? '<Macro anonymous>' : `<Macro '${this.#shape.name}'>`;
  }

  override attribute(name: string): Value | undefined {
    const { parameters, takesCaller, takesNamed, takesRest } = this.#shape;
    if (name === 'name') return this.#shape.name ?? null;
    if (name === 'arguments') return new Tuple(parameters);
    if (name === 'caller') return takesCaller;
    if (name === 'catch_kwargs') return takesNamed;
    if (name === 'catch_varargs') return takesRest;
    return name === 'explicit_caller' ? parameters.includes('caller') : undefined;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: Arguments): Value {
    const { render } = this.#frame;
    const values = this.#bind(args);
    const { line } = render;
    goDeeper();
    const text = this.#body(values);
    comeBack();
    render.line = line;
    return render.autoescape ? new Markup(text) : text;
  }

  #bind({ positional, named }: Arguments): (Value | undefined)[] {
    const { parameters, takesCaller, takesNamed, takesRest } = this.#shape;
    const rest = new Map(named);
    const values: (Value | undefined)[] = positional.slice(0, parameters.length);
    for (const name of parameters.slice(values.length)) {
      values.push(rest.get(name));
      rest.delete(name);
    }
    if (takesCaller && !parameters.includes('caller')) {
      values.push(rest.get('caller') ?? undefinedBecause('No caller defined'));
      rest.delete('caller');
    }
    if (takesNamed) values.push(toDict(rest));
    else this.#refuseNamed(rest);
    if (takesRest) values.push(new Tuple(positional.slice(parameters.length)));
    else if (positional.length > parameters.length) this.#tooMany();
    return values;
  }

  #refuseNamed(rest: ReadonlyMap<string, Value>): void {
    const [first] = rest.keys();
    if (first === undefined) return;
    const name = `macro ${this.#shape.name === undefined ? 'None' : `'${this.#shape.name}'`}`;
    if (rest.has('caller')) {
      raise(
        'TypeError',
        `${name} was invoked with two values for the special caller argument. This is most likely a bug.`,
      );
    }
    raise('TypeError', `${name} takes no keyword argument '${first}'`);
  }

  #tooMany(): never {
    const { name, parameters } = this.#shape;
    raise('TypeError', `macro '${name ?? 'None'}' takes not more than ${parameters.length} argument(s)`);
  }
}

function toDict(named: ReadonlyMap<string, Value>): Dict {
  const dict = new Dict();
  for (const [name, value] of named) dict.set(name, value);
  return dict;
}
