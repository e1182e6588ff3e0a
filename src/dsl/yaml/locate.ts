import { EVENT_ID, getScalarValue } from 'js-yaml';
import { offsetOf, readEvents, type YamlEvents } from './events.ts';
import { type Position, positionAt } from './position.ts';

export type Path = readonly (string | number)[];

/** Where a value stands, and where the values inside of it do; an entry of a mapping stands where its key does. */
interface Place {
  readonly offset: number;
  readonly entries?: ReadonlyMap<string | number, Place>;
}

/**
 * Finds places in a YAML text that has been read before. Reading does not remember places, because hardly anybody
 * asks; the first question parses once more.
 */
export function locator(source: string): (path: Path) => Position {
  let read: { readonly events: YamlEvents; readonly root: Place } | undefined;
  return (path) => {
    if (!read) {
      const events = readEvents(source);
      read = { events, root: placesOf(events) };
    }
    return positionAt(read.events, offsetAt(read.root, path));
  };
}

/** A value that is not there is reported where the nearest thing around it stands. */
function offsetAt(root: Place, path: Path): number {
  let place = root;
  for (const step of path) {
    const next = place.entries?.get(step);
    if (!next) break;
    place = next;
  }
  return place.offset;
}

function placesOf({ text, events }: YamlEvents): Place {
  let next = 1; // after the start of the document
  let last = 0;

  function place(): Place {
    const event = events[next++];
    if (!event) return { offset: last };
    if (offsetOf(event) >= 0) last = offsetOf(event);
    const offset = last;
    if (event.type === EVENT_ID.MAPPING) return { offset, entries: mapping() };
    if (event.type === EVENT_ID.SEQUENCE) return { offset, entries: sequence() };
    return { offset };
  }

  function isAtEnd(): boolean {
    const isEnd = (events[next]?.type ?? EVENT_ID.POP) === EVENT_ID.POP;
    if (isEnd) next++;
    return isEnd;
  }

  function mapping(): ReadonlyMap<string, Place> {
    const entries = new Map<string, Place>();
    while (!isAtEnd()) {
      const event = events[next];
      const key = event?.type === EVENT_ID.SCALAR && event.valueStart >= 0 ? getScalarValue(text, event) : '';
      const { offset } = place();
      entries.set(key, { ...place(), offset });
    }
    return entries;
  }

  function sequence(): ReadonlyMap<number, Place> {
    const entries = new Map<number, Place>();
    while (!isAtEnd()) entries.set(entries.size, place());
    return entries;
  }

  return place();
}
