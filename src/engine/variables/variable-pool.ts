import { isJsonObject, type JsonValue } from '../../kernel/index.ts';
import type { VariableReader } from '../node.ts';
import type { FileReference } from './file-reference.ts';
import { type RenderForm, renderValue } from './render-value.ts';
import { parseTemplate } from './template.ts';
import { fromJson, none, number, string, type Value, type VariableSelector } from './value.ts';

type Namespace = Map<string, Value>;

/** Variables that no longer change, shared by the pools that were forked from one. Newer layers hide older ones. */
interface Layer {
  readonly namespaces: Map<string, Namespace>;
  readonly below: Layer | undefined;
}

/**
 * The variables of a run. A write copies at most the namespace it goes to, and a fork shares everything, so an isolated
 * round sees its own copy of all variables without one being made.
 */
export class VariablePool implements VariableReader {
  /** Whole namespaces: whoever finds one need not look below. */
  #own = new Map<string, Namespace>();
  #below: Layer | undefined;

  constructor(below?: Layer) {
    this.#below = below;
  }

  get(selector: VariableSelector): Value | undefined {
    const [namespace, name] = selector;
    if (namespace === undefined || name === undefined) return undefined;
    const value = this.#find(namespace)?.get(name);
    return value === undefined || selector.length === 2 ? value : walk(value, selector);
  }

  render(template: string, form: RenderForm = 'text'): string {
    let text = '';
    for (const segment of parseTemplate(template)) {
      if (segment.kind === 'text') text += segment.text;
      else text += this.#renderReference(segment.selector, form);
    }
    return text;
  }

  set(namespace: string, name: string, value: Value): void {
    let own = this.#own.get(namespace);
    if (!own) {
      own = new Map(this.#findBelow(namespace));
      this.#own.set(namespace, own);
    }
    own.set(name, value);
  }

  /** Removes everything a node has put out. */
  clear(namespace: string): void {
    if (this.#find(namespace)) this.#own.set(namespace, new Map());
  }

  /** A pool with the same variables; from now on neither sees what is written to the other. */
  fork(): VariablePool {
    if (this.#own.size > 0) {
      this.#below = pile(this.#own, this.#below);
      this.#own = new Map();
    }
    return new VariablePool(this.#below);
  }

  #find(namespace: string): Namespace | undefined {
    return this.#own.get(namespace) ?? this.#findBelow(namespace);
  }

  #findBelow(namespace: string): Namespace | undefined {
    for (let layer = this.#below; layer; layer = layer.below) {
      const found = layer.namespaces.get(namespace);
      if (found) return found;
    }
    return undefined;
  }

  #renderReference(selector: VariableSelector, form: RenderForm): string {
    const value = this.get(selector);
    return value === undefined ? selector.join('.') : renderValue(value, form);
  }
}

/** Layers at least double in size downwards, so a look-up meets few of them however often a pool is forked. */
function pile(top: Map<string, Namespace>, below: Layer | undefined): Layer {
  let namespaces = top;
  let rest = below;
  while (rest && rest.namespaces.size <= namespaces.size * 2) {
    namespaces = new Map([...rest.namespaces, ...namespaces]);
    rest = rest.below;
  }
  return { namespaces, below: rest };
}

/** Into a file's attributes or an object's keys; lists have no way in. */
function walk(value: Value, selector: VariableSelector): Value | undefined {
  if (value.type === 'file') return fileAttribute(value.value, selector[2] ?? '');
  if (value.type !== 'object') return undefined;
  let json: JsonValue = value.value;
  for (const key of selector.slice(2)) {
    if (!isJsonObject(json) || !Object.hasOwn(json, key)) return undefined;
    json = json[key] ?? null;
  }
  return fromJson(json);
}

/** Dify core/file/file_manager.py, `get_attr`. */
export function fileAttribute(file: FileReference, attribute: string): Value | undefined {
  switch (attribute) {
    case 'type':
      return string(file.kind);
    case 'size':
      return number(file.size);
    case 'name':
      return string(file.filename);
    case 'mime_type':
      return string(file.mimeType);
    case 'transfer_method':
      return string(file.transferMethod);
    case 'url':
      return textOrNone(file.url ?? file.remoteUrl);
    case 'extension':
      return string(file.extension);
    case 'related_id':
      return textOrNone(file.relatedId);
    default:
      return undefined;
  }
}

function textOrNone(text: string | undefined): Value {
  return text === undefined ? none : string(text);
}

/** A pool with these variables. Selectors have two parts; a shorter one is ignored. */
export function createVariablePool(variables: Iterable<readonly [VariableSelector, Value]> = []): VariablePool {
  const pool = new VariablePool();
  for (const [[namespace, name], value] of variables) {
    if (namespace !== undefined && name !== undefined) pool.set(namespace, name, value);
  }
  return pool;
}
