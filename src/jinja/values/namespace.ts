import type { Dict } from './dict.ts';
import { PythonObject, type Value } from './object.ts';
import { repr } from './print.ts';

/** `namespace()`: the one object whose attributes a template may assign. */
export class Namespace extends PythonObject {
  readonly typeName = 'Namespace';
  readonly #attributes: Dict;

  constructor(attributes: Dict) {
    super();
    this.#attributes = attributes;
  }

  repr(): string {
    return `<Namespace ${repr(this.#attributes)}>`;
  }

  override attribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }

  set(name: string, value: Value): void {
    this.#attributes.set(name, value);
  }
}
