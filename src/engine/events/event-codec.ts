import {
  Float,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelUsage,
  mapValues,
} from '../../kernel/index.ts';
import type { VariableUpdate } from '../node.ts';
import { noUsage } from '../usage.ts';
import type { FileReference } from '../variables/file-reference.ts';
import { fromJson, type Value } from '../variables/value.ts';
import type { Frame, RunEvent } from './run-event.ts';

/**
 * Run events as JSON and back, without loss: values keep their types, files and secrets included. A type is written
 * only where reading the bare JSON would infer another, so records stay small.
 */

/** Marks a value that is written with its type. A value that has this key itself is written with its type, too. */
const TYPE_KEY = '$type';

export function encodeRunEvent(event: RunEvent): JsonObject {
  const { outputs, set, updates, frame, usage } = event as EventValues;
  const json: Record<string, unknown> = { ...event };
  // what most events say alike is not written
  if (frame?.length === 0) json['frame'] = undefined;
  if (usage === noUsage && event.type === 'run-finished') json['usage'] = undefined;
  if (outputs) json['outputs'] = mapValues(outputs, encodeValue);
  if (set) json['set'] = mapValues(set, encodeValue);
  if (updates) json['updates'] = updates.map(encodeUpdate);
  return json as JsonObject; // an event is JSON but for its values, and fields that are absent
}

/** Reads what `encodeRunEvent` wrote. */
export function decodeRunEvent(json: JsonObject): RunEvent {
  const event: Record<string, unknown> = { ...json };
  if (json['frame'] === undefined && IN_FRAME.has(String(json['type']))) event['frame'] = [];
  if (json['usage'] === undefined && json['type'] === 'run-finished') event['usage'] = noUsage;
  for (const key of ['outputs', 'set']) {
    const field = json[key];
    if (isJsonObject(field)) event[key] = mapValues(field, decodeValue);
  }
  const updates = json['updates'];
  if (Array.isArray(updates)) event['updates'] = updates.map(decodeUpdate);
  // The record was written by `encodeRunEvent`: what is not a value is as it was.
  return event as unknown as RunEvent;
}

type Values = Readonly<Record<string, Value>>;

/** Where values stand in the events that have some. */
interface EventValues {
  readonly outputs?: Values;
  readonly set?: Values;
  readonly updates?: readonly VariableUpdate[];
  readonly frame?: Frame;
  readonly usage?: ModelUsage;
}

/** Events that happen in some frame: at the top of the graph when nothing is written. */
const IN_FRAME: ReadonlySet<string> = new Set<RunEvent['type']>([
  'node-started',
  'node-retried',
  'node-finished',
  'rounds-started',
  'round-started',
  'round-finished',
  'text-delta',
]);

function encodeUpdate({ selector, value }: VariableUpdate): JsonObject {
  return { selector, value: encodeValue(value) };
}

function decodeUpdate(json: JsonValue): VariableUpdate {
  const { selector, value } = json as { selector: string[]; value: JsonValue };
  return { selector, value: decodeValue(value) };
}

function encodeValue(value: Value): JsonValue {
  if (value.type === 'file') return { [TYPE_KEY]: 'file', value: fileRecord(value.value) };
  if (value.type === 'array[file]') return { [TYPE_KEY]: 'array[file]', value: value.value.map(fileRecord) };
  if (value.type === 'number' && value.value instanceof Float && !Number.isFinite(value.value.value)) {
    // JSON has neither NaN nor the infinities
    return { [TYPE_KEY]: 'number', value: String(value.value.value) };
  }
  const isPlain = fromJson(value.value).type === value.type && !hasTypeKey(value.value);
  return isPlain ? value.value : { [TYPE_KEY]: value.type, value: value.value };
}

function decodeValue(json: JsonValue): Value {
  if (!hasTypeKey(json)) return fromJson(json);
  const { [TYPE_KEY]: type, value } = json;
  if (type === 'number') return { type, value: new Float(Number(value)) };
  // A pair of a type and its value, as `encodeValue` made it.
  return { type, value } as unknown as Value;
}

function hasTypeKey(json: JsonValue): json is JsonObject {
  return isJsonObject(json) && TYPE_KEY in json;
}

/** All fields are text or numbers; an absent one stays absent. */
function fileRecord(file: FileReference): JsonObject {
  return Object.fromEntries(Object.entries(file).filter(([, field]) => field !== undefined));
}
