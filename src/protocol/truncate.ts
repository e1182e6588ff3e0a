import { isJsonObject, type JsonObject, type JsonValue, printJson } from '../kernel/index.ts';

/** How much of a value a viewer is shown. */
export interface ShownLimits {
  readonly maxBytes: number;
  readonly maxCharacters: number;
  readonly maxElements: number;
}

export interface Shown<Value extends JsonValue> {
  readonly value: Value;
  readonly isTruncated: boolean;
}

/** What marks a text that was cut (Dify services/variable_truncator.py). */
const ELLIPSIS = '...';

/** The value as far as the limits allow: long texts and lists are cut first, then what is still too much as a whole. */
export function truncateObject(object: JsonObject, limits: ShownLimits): Shown<JsonObject> {
  const budget = { left: limits.maxBytes, isTruncated: false };
  const value = cutObject(object, limits, budget);
  return { value, isTruncated: budget.isTruncated };
}

/** What of an event may be cut; `workflow_finished` tells its outputs in full. */
const CUT_EVENTS = /^(node_(started|finished|retry)|(iteration|loop)_(started|completed))$/;
const CUT_FIELDS = ['inputs', 'process_data', 'outputs'] as const;

/** A stream event with what its node worked on cut to the limits, and the flags that tell. */
export function truncateEvent<Event extends JsonObject & { readonly event: string }>(
  event: Event,
  limits: ShownLimits,
): Event {
  const data = event['data'];
  if (!CUT_EVENTS.test(event.event) || !isJsonObject(data)) return event;
  const changes = CUT_FIELDS.flatMap((field) => {
    const value = data[field];
    if (!isJsonObject(value)) return [];
    const shown = truncateObject(value, limits);
    return shown.isTruncated ? [[field, shown.value] as const, [`${field}_truncated`, true] as const] : [];
  });
  return changes.length === 0 ? event : { ...event, data: { ...data, ...Object.fromEntries(changes) } };
}

interface Budget {
  /** Bytes, about: counted as JSON prints them. */
  left: number;
  isTruncated: boolean;
}

function cut(value: JsonValue, limits: ShownLimits, budget: Budget): JsonValue {
  if (typeof value === 'string') return cutText(value, limits, budget);
  if (Array.isArray(value)) return cutList(value, limits, budget);
  if (isJsonObject(value)) return cutObject(value, limits, budget);
  budget.left -= printJson(value).length;
  return value;
}

function cutText(text: string, { maxCharacters }: ShownLimits, budget: Budget): string {
  const allowed = Math.max(0, Math.min(maxCharacters, Math.floor(budget.left)));
  const isFitting = text.length <= allowed && Buffer.byteLength(text) <= budget.left;
  const shown = isFitting ? text : withoutHalfCharacter(text.slice(0, shorten(text, allowed, budget.left))) + ELLIPSIS;
  if (!isFitting) budget.isTruncated = true;
  budget.left -= Buffer.byteLength(shown) + 2;
  return shown;
}

/** How many of the first characters fit into the bytes that are left; a character has up to three per UTF-16 unit. */
function shorten(text: string, allowed: number, bytes: number): number {
  let count = Math.max(0, allowed - ELLIPSIS.length);
  while (count > 0 && Buffer.byteLength(text.slice(0, count)) > bytes) count = Math.floor(count / 2);
  return count;
}

/** A cut never leaves half of a surrogate pair behind. */
function withoutHalfCharacter(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

function cutList(list: readonly JsonValue[], limits: ShownLimits, budget: Budget): JsonValue[] {
  const shown: JsonValue[] = [];
  for (const item of list) {
    if (shown.length === limits.maxElements || budget.left <= 0) {
      budget.isTruncated = true;
      break;
    }
    shown.push(cut(item, limits, budget));
    budget.left -= 1;
  }
  return shown;
}

function cutObject(object: JsonObject, limits: ShownLimits, budget: Budget): JsonObject {
  const shown: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (budget.left <= 0) {
      budget.isTruncated = true;
      break;
    }
    budget.left -= key.length + 4;
    shown.push([key, cut(value, limits, budget)]);
  }
  return Object.fromEntries(shown);
}
