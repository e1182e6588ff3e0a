import type { JsonObject, JsonValue } from '../../../src/kernel/index.ts';
import type { Belongings, Things } from './belongings.ts';
import type { Definition, Slot } from './id-slots.ts';
import type { Ask } from './principals.ts';
import type { Kind } from './privacy-apps.ts';

/** The app that a route is for. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/\/workflows\/tasks\//, 'held'],
  [/\/chat-messages\/:task_id|suggested|text-to-audio/, 'talk'],
  [/completion|more-like-this|saved-messages/, 'text'],
  [/\/form\//, 'approval'],
  [/\/workflows?\//, 'flow'],
];

export function kindOf({ url }: Definition): Kind {
  return KINDS.find(([pattern]) => pattern.test(url))?.[1] ?? 'echo';
}

/** Variables of conversations have the ids that they have in their app. */
const MOOD = '4f3a1a52-3f64-4d3b-9c80-32b1fbd1ab10';

/** What somebody has for a place of a route. */
export function thingFor(belongings: Belongings, definition: Definition, { name }: Slot): string | undefined {
  const things = belongings[kindOf(definition)];
  if (name === 'files' || name === 'inputs') return things['file'];
  if (name === 'last_id') return things[definition.url.endsWith('/conversations') ? 'conversation_id' : 'message_id'];
  return things[name];
}

/** A place of a request, and what stands there. */
export interface Change extends Slot {
  readonly value: JsonValue;
}

/** The request of a route with what is right, and one's own, everywhere but in one place. */
export function requestFor(definition: Definition, belongings: Belongings, change: Change): Ask {
  const { method, url } = definition;
  const own: Things = { ...belongings[kindOf(definition)], action: 'disable', variable_id: MOOD };
  const at = (where: Slot['where']) => (change.where === where ? { [change.name]: asText(change.value) } : {});
  const inPath: Things = { ...own, ...at('path') };
  const path = url.replace(/^\/\w+/, '').replace(/:(\w+)/g, (_all, name: string) => inPath[name] ?? 'missing');
  const inBody = change.where === 'body' ? { ...besideOf(change, own), [change.name]: change.value } : {};
  return { method, path, query: { ...queryOf(url, own), ...at('query') }, body: { ...BODY, ...inBody } };
}

/** A message comes before another in the same conversation. */
function besideOf({ name }: Slot, { conversation_id: id = '' }: Things): JsonObject {
  return name === 'parent_message_id' ? { conversation_id: id } : {};
}

/** In a path, a text is one part of it. */
function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function queryOf(url: string, own: Things): Things {
  if (url.endsWith('/more-like-this')) return { response_mode: 'blocking' };
  return /^\/\w+\/messages$/.test(url) ? { conversation_id: own['conversation_id'] ?? '' } : {};
}

const INPUTS = { name: 'x', topic: 'x', note: 'x' };

/** Enough for every route; what one does not know it passes over. */
const BODY: JsonObject = {
  ...{ inputs: INPUTS, query: 'x', response_mode: 'streaming', rating: 'like', name: 'x', value: 'x', text: 'x' },
  ...{ question: 'x', answer: 'x', action: 'approve' },
};

/** An id as its place wants it: files are named in objects. */
export function asChange(slot: Slot, id: string): Change {
  const file = { type: 'image', transfer_method: 'local_file', upload_file_id: id };
  if (slot.where === 'body' && slot.name === 'files') return { ...slot, value: [file] };
  if (slot.where === 'body' && slot.name === 'inputs') return { ...slot, value: { ...INPUTS, doc: file } };
  return { ...slot, value: id };
}
