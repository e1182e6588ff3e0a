import { type AnyDict, Dict, dictEntries, dictGet, dictKeys, dictSize } from './dict.ts';
import { type Print, PythonObject, type Value } from './object.ts';
import { Tuple } from './tuple.ts';

export type ViewKind = 'keys' | 'values' | 'items';

/** What `d.keys()`, `d.values()` and `d.items()` give: a window on the dict, not a copy. */
export class DictView extends PythonObject {
  readonly typeName: string;
  readonly kind: ViewKind;
  readonly dict: AnyDict;

  constructor(dict: AnyDict, kind: ViewKind) {
    super();
    this.dict = dict;
    this.kind = kind;
    this.typeName = `dict_${kind}`;
  }

  repr(inner: Print): string {
    return `${this.typeName}(${inner(this.#snapshot())})`;
  }

  override get isHashable(): boolean {
    return this.kind === 'values';
  }

  override get dots(): string {
    return '...';
  }

  override length(): number {
    return dictSize(this.dict);
  }

  override iterate(): Iterator<Value> {
    const { dict, kind } = this;
    if (!(dict instanceof Dict)) return this.#snapshot().values();
    return dict.guarded(({ key, value }) => {
      if (kind === 'items') return new Tuple([key, value]);
      return kind === 'keys' ? key : value;
    });
  }

  override equals(other: PythonObject): boolean {
    if (!(other instanceof DictView) || this.kind === 'values' || other.kind !== this.kind) return false;
    if (this.length() !== other.length()) return false;
    return dictKeys(this.dict).every((key) => dictGet(other.dict, key) !== undefined);
  }

  #snapshot(): Value[] {
    const { dict, kind } = this;
    if (kind === 'keys') return dictKeys(dict);
    return dictEntries(dict).map((entry) => (kind === 'values' ? entry[1] : new Tuple(entry)));
  }
}
