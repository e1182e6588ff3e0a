import { z } from 'zod';
import { isUuid, KnownError } from '../../kernel/index.ts';
import { readInstant } from './instants.ts';

const MOST = 100;
const wholeLimit = z.coerce.number({ error: 'limit must be a number' }).int();

/** `limit` of lists: 1 to 100 for most of them, 20 when absent (spec/api.md, Lists). */
export const limitUpTo = (most: number) => {
  const bounds = `limit must be between 1 and ${most}`;
  return wholeLimit.min(1, bounds).max(most, bounds).default(20);
};
export const limit = limitUpTo(MOST);

/** Of lists that may be asked for any number, and give so many at most (Dify 1.x: `max_per_page`). */
export const anyLimit = wholeLimit
  .min(1, 'limit must be at least 1')
  .default(20)
  .transform((wanted) => Math.min(wanted, MOST));

const MOST_PAGES = 99_999;
const pages = `page must be between 1 and ${MOST_PAGES}`;

export const page = z.coerce
  .number({ error: 'page must be a number' })
  .int()
  .min(1, pages)
  .max(MOST_PAGES, pages)
  .default(1);

/** An id as it is kept: some clients write it in capitals. */
export const toId = (text: string) => text.toLowerCase();

/** An id in a query or body: what is no UUID cannot exist. */
export const uuid = z.string().refine(isUuid, 'must be a UUID').transform(toId);

/** An id that must be named, but may be that of nothing. */
export const uuidOrEmpty = z
  .string({ error: 'must be a UUID' })
  .refine((text) => text === '' || isUuid(text), 'must be a UUID')
  .transform(toId);

/** The place of a page; an empty text stands for the first. */
export const optionalUuid = z
  .string()
  .refine((text) => text === '' || isUuid(text), 'must be a UUID')
  .optional()
  .transform((text) => (text ? toId(text) : undefined));

/** An instant as ISO 8601; none where a client leaves its field empty. */
export const isoInstant = z
  .string()
  .refine((text) => text === '' || readInstant(text) !== undefined, 'must be a date and time in ISO 8601')
  .optional()
  .transform((text) => (text ? readInstant(text) : undefined));

/** An id in a path; one that is none is the address of nothing, as in Dify's router. */
export const uuidInPath = z.string().transform((id) => {
  if (isUuid(id)) return toId(id);
  throw new KnownError('not_found');
});

/** The only parameter of a path, when it is an id. */
export const pathUuid = <Name extends string>(name: Name) =>
  z.object({ [name]: uuidInPath } as Record<Name, typeof uuidInPath>);

/** The only parameter of a path, when it is a text. */
export const pathText = <Name extends string>(name: Name) =>
  z.object({ [name]: z.string() } as Record<Name, z.ZodString>);

const SWITCHES: Readonly<Record<string, boolean>> = {
  ...{ '1': true, on: true, t: true, true: true, y: true, yes: true },
  ...{ '0': false, off: false, f: false, false: false, n: false, no: false },
};

/** A switch as clients write it: a boolean, 1 or 0, or a word for it (Dify 1.x reads its bodies with Pydantic's lax booleans). */
export const flag = z
  .preprocess(
    (value) => (typeof value === 'string' || typeof value === 'number' ? SWITCHES[String(value).toLowerCase()] : value),
    z.boolean({ error: 'must be true or false' }),
  )
  .meta({ type: 'boolean' });

const sortNames = ['created_at', '-created_at', 'updated_at', '-updated_at'] as const;

export const sortBy = z
  .enum(sortNames)
  .default('-updated_at')
  .transform((name) => ({
    sortBy: name.endsWith('created_at') ? ('createdAt' as const) : ('updatedAt' as const),
    direction: name.startsWith('-') ? ('descending' as const) : ('ascending' as const),
  }));
