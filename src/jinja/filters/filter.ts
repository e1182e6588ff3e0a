import type { Bound, Parameters } from '../values/call.ts';
import type { Arguments, Value } from '../values/object.ts';

/** What a filter or a test may ask of the render it works in. */
export interface Evaluation {
  readonly autoescape: boolean;
  callFilter(name: string, value: Value, args: Arguments): Value;
  callTest(name: string, value: Value, args: Arguments): boolean;
  hasTest(name: string): boolean;
}

export interface Filter {
  readonly name: string;
  run(value: Value, args: Arguments, evaluation: Evaluation): Value;
  /** The same in two steps, for whoever can bind the arguments beforehand. */
  readonly steps?: { readonly shape: Parameters; readonly body: FilterBody };
}

export type FilterBody = (value: Value, args: Bound, evaluation: Evaluation) => Value;

export interface Test {
  readonly name: string;
  holds(value: Value, args: Arguments, evaluation: Evaluation): boolean;
}

/** A filter whose first parameter is the value it is applied to. */
export function filter(name: string, shape: Parameters, body: FilterBody): Filter {
  const run: Filter['run'] = (value, args, evaluation) => body(value, shape.bind(name, args), evaluation);
  return { name, run, steps: { shape, body } };
}

/** A filter that takes any arguments and looks at them itself. */
export function freeFilter(name: string, run: Filter['run']): Filter {
  return { name, run };
}

export function test(
  name: string,
  shape: Parameters,
  body: (value: Value, args: Bound, evaluation: Evaluation) => boolean,
): Test {
  return { name, holds: (value, args, evaluation) => body(value, shape.bind(name, args), evaluation) };
}
