import { z } from 'zod';
import { families } from '../../../src/http/families.ts';
import type { Route } from '../../../src/http/route.ts';

/** A place of a request. */
export interface Slot {
  readonly where: 'path' | 'query' | 'body';
  /** As the route calls it; `files` and `inputs` of a body hold files by their ids. */
  readonly name: string;
}

export type Definition = Route['definition'];

const IS_ID = /(^|_)(id|token)$/;
const HOLDS_FILES = ['files', 'inputs'];

/** Every place of a route where something can stand, read from its address and its schemas. */
export function placesOf({ url, query, body }: Definition): Slot[] {
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return [
    ...inPath.map((name): Slot => ({ where: 'path', name })),
    ...fieldsOf(query).map((name): Slot => ({ where: 'query', name })),
    ...fieldsOf(body).map((name): Slot => ({ where: 'body', name })),
  ];
}

/** Those where an id can stand. */
export function slotsOf(definition: Definition): Slot[] {
  const isSlot = ({ where, name }: Slot) => IS_ID.test(name) || (where === 'body' && HOLDS_FILES.includes(name));
  return placesOf(definition).filter(isSlot);
}

function fieldsOf(schema: z.ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** The routes of a family with each of their slots, named `POST /v1/chat-messages body.conversation_id`. */
export function slotsOfFamily(family: string): (readonly [name: string, definition: Definition, slot: Slot])[] {
  const routes = families.find(({ name }) => name === family)?.routes ?? [];
  return routes.flatMap(({ definition }) =>
    slotsOf(definition).map(
      (slot) => [`${definition.method} ${definition.url} ${slot.where}.${slot.name}`, definition, slot] as const,
    ),
  );
}
