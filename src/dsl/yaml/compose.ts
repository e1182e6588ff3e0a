import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { Float, isJsonObject, type JsonObject, type JsonValue, printFloat } from '../../kernel/index.ts';
import { offsetOf, type YamlEvents } from './events.ts';
import { resolvePlain, resolveTagged } from './scalar.ts';
import { YamlError } from './yaml-error.ts';

/** How many values aliases may add to those that are written out: a few anchors are fine, a bomb is not. */
const MAX_ALIASED_VALUES = 100_000;
const CORE_TAG = 'tag:yaml.org,2002:';

interface Anchor {
  value?: JsonValue;
  /** How many values it stands for. */
  size: number;
}

/** Walks the events of one document and makes its value. Recursion is bounded by the parser's depth limit. */
class Composer {
  private readonly read: YamlEvents;
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly anchors = new Map<string, Anchor>();
  private readonly tagPrefixes = new Map<string, string>();
  private next = 0;
  private values = 0;
  private aliasedValues = 0;
  /** The last place seen, for errors about things without a place. */
  private offset = 0;

  constructor(read: YamlEvents) {
    this.read = read;
    this.text = read.text;
    this.events = read.events;
  }

  compose(): JsonValue {
    const start = this.events[this.next++];
    if (start?.type === EVENT_ID.DOCUMENT) {
      for (const directive of start.directives) {
        if (directive.kind === 'tag') this.tagPrefixes.set(directive.handle, directive.prefix);
      }
    }
    return this.node();
  }

  private node(): JsonValue {
    const event = this.events[this.next++];
    if (!event) throw this.error('the document ends too early');
    this.offset = Math.max(offsetOf(event), this.offset);
    this.values++;
    if (event.type === EVENT_ID.ALIAS) return this.alias(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.SCALAR) return this.scalar(event);
    if (event.type === EVENT_ID.SEQUENCE) return this.anchored(event, () => this.sequence(event));
    if (event.type === EVENT_ID.MAPPING) return this.anchored(event, () => this.mapping(event));
    throw this.error('the document is not complete');
  }

  private sequence(event: Tagged): JsonValue {
    this.expectTag(event, 'seq');
    const items: JsonValue[] = [];
    while (!this.isAtEnd()) items.push(this.node());
    return items;
  }

  private mapping(event: Tagged): JsonValue {
    this.expectTag(event, 'map');
    const own: Record<string, JsonValue> = {};
    let merged: JsonObject[] | undefined;
    while (!this.isAtEnd()) {
      if (this.isMergeKey()) {
        this.next++;
        merged = [...(merged ?? []), ...this.mergeSources(this.node())];
      } else {
        const key = this.key(this.node());
        setKey(own, key, this.node());
      }
    }
    return merged ? mergeInto(merged, own) : own;
  }

  private isAtEnd(): boolean {
    const isEnd = this.events[this.next]?.type === EVENT_ID.POP;
    if (isEnd) this.next++;
    return isEnd;
  }

  /** A later key of the same name wins, as in Python's dict; other types than text become what JSON makes of them. */
  private key(value: JsonValue): string {
    if (typeof value === 'string') return value;
    if (value instanceof Float) return printFloat(value.value);
    if (value === null || typeof value !== 'object') return String(value);
    throw this.error('found unhashable key');
  }

  private isMergeKey(): boolean {
    const event = this.events[this.next];
    if (event?.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0) return false;
    return event.valueEnd - event.valueStart === 2 && this.text.startsWith('<<', event.valueStart);
  }

  private mergeSources(value: JsonValue): JsonObject[] {
    const sources = Array.isArray(value) ? value : [value];
    if (!sources.every(isJsonObject)) throw this.error('expected a mapping or list of mappings for merging');
    this.countAliased(sources.reduce((sum, source) => sum + Object.keys(source).length, 0));
    return sources;
  }

  private scalar(event: ScalarEvent): JsonValue {
    const text = event.valueStart < 0 ? '' : getScalarValue(this.text, event);
    const value = event.tagStart < 0 ? untagged(event, text) : this.tagged(event, text);
    if (event.anchorStart >= 0) this.anchors.set(this.anchorName(event), { value, size: 1 });
    return value;
  }

  private tagged(event: ScalarEvent, text: string): JsonValue {
    const tag = this.tagName(event);
    if (tag === '!') return text;
    const value = tag.startsWith(CORE_TAG) ? resolveTagged(tag.slice(CORE_TAG.length), text) : undefined;
    if (value === undefined) throw this.unknownTag(event, tag);
    return value;
  }

  private expectTag(event: Tagged, type: string): void {
    if (event.tagStart < 0) return;
    const tag = this.tagName(event);
    if (tag !== '!' && tag !== CORE_TAG + type) throw this.unknownTag(event, tag);
  }

  private tagName(event: Tagged): string {
    const raw = this.text.slice(event.tagStart, event.tagEnd);
    if (raw.startsWith('!<')) return raw.slice(2, -1);
    const handle = /^!(?:[0-9A-Za-z-]*!)?/.exec(raw)?.[0] ?? '!';
    const prefix = this.tagPrefixes.get(handle) ?? (handle === '!!' ? CORE_TAG : handle);
    return prefix + raw.slice(handle.length);
  }

  private anchored(event: Tagged, compose: () => JsonValue): JsonValue {
    if (event.anchorStart < 0) return compose();
    const anchor: Anchor = { size: 0 };
    this.anchors.set(this.anchorName(event), anchor);
    const before = this.values;
    anchor.value = compose();
    anchor.size = this.values - before + 1;
    return anchor.value;
  }

  private alias(start: number, end: number): JsonValue {
    const name = this.text.slice(start, end);
    const anchor = this.anchors.get(name);
    if (!anchor) throw this.error(`found undefined alias '${name}'`);
    if (anchor.value === undefined) throw this.error(`found recursive alias '${name}'`);
    this.values += anchor.size;
    this.countAliased(anchor.size);
    return anchor.value;
  }

  private countAliased(size: number): void {
    this.aliasedValues += size;
    if (this.aliasedValues > MAX_ALIASED_VALUES) {
      throw this.error(`aliases stand for more than ${MAX_ALIASED_VALUES} values`);
    }
  }

  private anchorName(event: { anchorStart: number; anchorEnd: number }): string {
    return this.text.slice(event.anchorStart, event.anchorEnd);
  }

  private unknownTag(event: Tagged, tag: string): YamlError {
    return new YamlError(`could not determine a constructor for the tag '${tag}'`, this.read, event.tagStart);
  }

  private error(message: string): YamlError {
    return new YamlError(message, this.read, this.offset);
  }
}

type Tagged = Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP | typeof EVENT_ID.ALIAS }>;

function untagged(event: ScalarEvent, text: string): JsonValue {
  return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
}

function mergeInto(sources: readonly JsonObject[], own: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = {};
  // the first source that has a key wins over later ones, and the mapping's own keys win over all
  for (const source of sources.toReversed())
    for (const [key, value] of Object.entries(source)) setKey(result, key, value);
  for (const [key, value] of Object.entries(own)) setKey(result, key, value);
  return result;
}

function setKey(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  // plain assignment would change the object's prototype instead
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** The value of the first document among the events. */
export function composeDocument(read: YamlEvents): JsonValue {
  return new Composer(read).compose();
}
