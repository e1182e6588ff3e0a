import { EVENT_ID, type Event } from 'js-yaml';
import type { JsonValue } from '../../kernel/index.ts';
import { composeDocument } from './compose.ts';
import { offsetOf, readEvents } from './events.ts';
import { YamlError } from './yaml-error.ts';

/** Parses one YAML document to JSON values, as PyYAML's `safe_load` would. Throws a `YamlError`. */
export function parseYaml(source: string): JsonValue {
  const read = readEvents(source);
  const { events } = read;
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  if (documents === 0) return null;
  if (documents > 1) throw new YamlError('expected a single document in the stream', read, secondDocument(events));
  return composeDocument(read);
}

function secondDocument(events: readonly Event[]): number {
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) documents++;
    if (documents > 1 && offsetOf(event) >= 0) return offsetOf(event);
  }
  return 0;
}
