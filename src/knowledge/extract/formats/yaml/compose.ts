import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { ScalarType, YamlMapping, YamlNode, YamlScalar } from './node.ts';
import { plainScalar, plainType, textScalar, typedScalar } from './scalar.ts';

/** PyYAML itself gives up at about 450. */
const MAX_DEPTH = 200;
/** Keys that merges (`<<`) may copy: a few are fine, a bomb is not. */
const MAX_MERGED_KEYS = 100_000;
const CORE_TAG = /^(?:!!|!<tag:yaml\.org,2002:)([a-z]+)>?$/;
const TYPES: readonly string[] = ['str', 'null', 'bool', 'int', 'float', 'timestamp'] satisfies ScalarType[];

/** All documents of a text. Nothing is copied for an alias. */
export function composeDocuments(source: string): YamlNode[] {
  return new Composer(source, parseEvents(source, { maxDepth: MAX_DEPTH })).documents();
}

/** Walks the parser's flat list of events. Recursion is bounded by the parser's depth limit. */
class Composer {
  readonly #source: string;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, YamlNode>();
  #next = 0;
  #mergedKeys = 0;

  constructor(source: string, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  documents(): YamlNode[] {
    const documents: YamlNode[] = [];
    while (this.#events[this.#next]?.type === EVENT_ID.DOCUMENT) {
      this.#next++;
      this.#anchors.clear();
      documents.push(this.#isAtEnd() ? plainScalar('') : this.#node());
      this.#isAtEnd();
    }
    return documents;
  }

  #isAtEnd(): boolean {
    const isEnd = this.#events[this.#next]?.type === EVENT_ID.POP;
    if (isEnd) this.#next++;
    return isEnd;
  }

  #node(): YamlNode {
    const event = this.#events[this.#next++];
    if (event?.type === EVENT_ID.ALIAS) return this.#alias(this.#source.slice(event.anchorStart, event.anchorEnd));
    if (event?.type === EVENT_ID.SCALAR) return this.#anchored(event, this.#scalar(event));
    if (event?.type === EVENT_ID.SEQUENCE) return this.#sequence(event);
    if (event?.type === EVENT_ID.MAPPING) return this.#mapping(event);
    throw new Error('the document is not complete');
  }

  #alias(name: string): YamlNode {
    const node = this.#anchors.get(name);
    if (!node) throw new Error(`found undefined alias '${name}'`);
    return node;
  }

  /** Known by its anchor before it is filled: it may hold itself. */
  #anchored<Node extends YamlNode>(event: Anchored, node: Node): Node {
    if (event.anchorStart >= 0) this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  #sequence(event: Anchored & Tagged): YamlNode {
    this.#expectTag(event, 'seq');
    const node = this.#anchored(event, { kind: 'sequence' as const, items: [] as YamlNode[] });
    while (!this.#isAtEnd()) node.items.push(this.#node());
    return node;
  }

  /** Merged keys stand before the mapping's own ones, which win. */
  #mapping(event: Anchored & Tagged): YamlNode {
    this.#expectTag(event, 'map');
    const node: YamlMapping = this.#anchored(event, { kind: 'mapping' as const, entries: new Map() });
    const own: (readonly [YamlScalar, YamlNode])[] = [];
    while (!this.#isAtEnd()) {
      if (this.#isMergeKey()) this.#merge(node, this.#node());
      else own.push([this.#key(), this.#node()]);
    }
    for (const [key, value] of own) setEntry(node, key, value);
    return node;
  }

  #key(): YamlScalar {
    const key = this.#node();
    if (key.kind !== 'scalar') throw new Error('found unhashable key');
    return key;
  }

  #isMergeKey(): boolean {
    const event = this.#events[this.#next];
    if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return false;
    const isMerge = plainType(this.#source.slice(event.valueStart, event.valueEnd)) === 'merge';
    if (isMerge) this.#next++;
    return isMerge;
  }

  /** Of several, the first one that has a key wins. */
  #merge(into: YamlMapping, from: YamlNode): void {
    for (const source of from.kind === 'sequence' ? from.items.toReversed() : [from]) {
      if (source.kind !== 'mapping') throw new Error('expected a mapping or list of mappings for merging');
      this.#mergedKeys += source.entries.size;
      if (this.#mergedKeys > MAX_MERGED_KEYS) throw new Error(`merges copy more than ${MAX_MERGED_KEYS} keys`);
      for (const [key, value] of [...source.entries.values()]) setEntry(into, key, value);
    }
  }

  #scalar(event: ScalarEvent): YamlScalar {
    const text = event.valueStart < 0 ? '' : getScalarValue(this.#source, event);
    if (event.tagStart < 0) return event.style === SCALAR_STYLE.PLAIN ? plainScalar(text) : textScalar(text);
    const tag = this.#source.slice(event.tagStart, event.tagEnd);
    const type = tag === '!' ? 'str' : (CORE_TAG.exec(tag)?.[1] ?? '');
    if (!TYPES.includes(type)) throw unknownTag(tag);
    const isFitting = type === 'str' || plainType(text) === type || (type === 'float' && plainType(text) === 'int');
    if (!isFitting) throw new Error(`"${text}" is no ${type}`);
    return typedScalar(type as ScalarType, text); // it is in the list
  }

  #expectTag(event: Tagged, type: string): void {
    if (event.tagStart < 0) return;
    const tag = this.#source.slice(event.tagStart, event.tagEnd);
    if (tag !== '!' && CORE_TAG.exec(tag)?.[1] !== type) throw unknownTag(tag);
  }
}

interface Anchored {
  readonly anchorStart: number;
  readonly anchorEnd: number;
}

interface Tagged {
  readonly tagStart: number;
  readonly tagEnd: number;
}

function setEntry({ entries }: YamlMapping, key: YamlScalar, value: YamlNode): void {
  entries.set(`${key.type} ${key.text}`, [key, value]);
}

const unknownTag = (tag: string) => new Error(`could not determine a constructor for the tag '${tag}'`);
