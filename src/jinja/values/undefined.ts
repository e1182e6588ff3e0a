import { raise } from '../raised.ts';
import { type Arguments, PythonObject, type Value } from './object.ts';

/** Jinja2's default Undefined: prints nothing, is false and empty, and fails at everything else. */
export class Undefined extends PythonObject {
  readonly typeName = 'Undefined';
  readonly #message: () => string;

  constructor(message: () => string) {
    super();
    this.#message = message;
  }

  repr(): string {
    return 'Undefined';
  }

  override str(): string {
    return '';
  }

  override length(): number {
    return 0;
  }

  override iterate(): Iterator<Value> {
    return [].values();
  }

  override attribute(): never {
    return this.fail();
  }

  override item(): never {
    return this.fail();
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(_args: Arguments): never {
    return this.fail();
  }

  fail(): never {
    return raise('UndefinedError', this.#message());
  }
}

export function undefinedName(name: string): Undefined {
  return new Undefined(() => `'${name}' is undefined`);
}

export function undefinedBecause(hint: string): Undefined {
  return new Undefined(() => hint);
}
