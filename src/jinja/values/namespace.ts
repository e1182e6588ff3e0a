import type { Dict } from './dict.ts';
import { type Print, PythonObject, type Value } from './object.ts';

/** `namespace()`: the one object whose attributes a template may assign. */
export class Namespace extends PythonObject {
  readonly typeName = 'Namespace';
  readonly #attributes: Dict;

  constructor(attributes: Dict) {
    super();
    this.#attributes = attributes;
  }

  repr(inner: Print): string {
    return `<Namespace ${inner(this.#attributes)}>`;
  }

  override attribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }

  set(name: string, value: Value): void {
    this.#attributes.set(name, value);
  }
}
