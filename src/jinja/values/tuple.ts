import { joinParts } from './join.ts';
import { type Print, PythonObject, type Value } from './object.ts';

export class Tuple extends PythonObject {
  readonly typeName: string = 'tuple';
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  repr(inner: Print): string {
    const [only, ...rest] = this.items;
    if (only !== undefined && rest.length === 0) return `(${inner(only)},)`;
    return `(${joinParts(', ', this.items.map(inner))})`;
  }

  override get dots(): string {
    return '(...)';
  }

  override length(): number {
    return this.items.length;
  }

  override iterate(): Iterator<Value> {
    return this.items.values();
  }
}

/** What `groupby` yields: a tuple whose halves have names. */
export class GroupTuple extends Tuple {
  override readonly typeName = '_GroupTuple';

  override attribute(name: string): Value | undefined {
    if (name === 'grouper') return this.items[0];
    return name === 'list' ? this.items[1] : undefined;
  }
}
