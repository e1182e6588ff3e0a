import { PythonObject, type Value } from './object.ts';

export class Tuple extends PythonObject {
  readonly typeName: string = 'tuple';
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  repr(): string {
    throw new Error('a tuple is printed by print.ts');
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
